package io.archway.http.imaging.upload;

import io.archway.http.kernel.FieldErrors;
import io.archway.index.database.PageRequest;
import io.archway.index.setting.Category;
import io.archway.index.setting.CategoryDao;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** A medium's category is one that its organization has, by its slug. Stateless. */
final class Categories {
  private static final int MOST_NAMED = 20;
  private static final String FIELD = "category";

  private Categories() {}

  /**
   * @param slug null or empty: none
   */
  static void check(Handle handle, long organizationKey, String slug, FieldErrors errors) {
    CategoryDao categories = handle.attach(CategoryDao.class);
    if (slug == null || slug.isEmpty() || categories.find(organizationKey, slug).isPresent()) {
      return;
    }
    List<Category> some =
        categories.page(organizationKey, null, new PageRequest(1, MOST_NAMED)).rows();
    errors.add(FIELD, "no category of the organization (expected: %s)".formatted(named(some)));
  }

  private static String named(List<Category> some) {
    return some.isEmpty()
        ? "none, since there is none"
        : some.stream().map(Category::slug).collect(Collectors.joining(", "))
            + (some.size() < MOST_NAMED ? "" : " or another");
  }
}
