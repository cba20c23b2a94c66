package io.archway.http.imaging;

import io.archway.http.kernel.Page;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.index.database.PageRequest;
import java.util.List;

/** Between pages as requests ask for them and pages as the index reads them. */
public final class Pages {

  private Pages() {}

  public static PageRequest asked(Request request) {
    io.archway.http.kernel.PageRequest page = request.page();
    if (page.offset() > PageRequest.MAX_OFFSET) {
      throw Problem.invalid(
              "page", "expected: at most %d rows before it".formatted(PageRequest.MAX_OFFSET))
          .toException();
    }
    return new PageRequest(page.number(), page.size());
  }

  /** The answer of which {@code items} are the page's rows, made into what the API shows. */
  public static <T> Page<T> answer(io.archway.index.database.Page<?> page, List<T> items) {
    return new Page<>(items, page.total(), page.totalIsEstimate());
  }
}
