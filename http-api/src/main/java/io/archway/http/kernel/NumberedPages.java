package io.archway.http.kernel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * {@code page} from 1 and {@code per_page} up to 100, answered as {@code {"data", "meta"}}; {@code
 * estimated} only where it is true.
 */
public final class NumberedPages implements PagingForm {

  private static final Parameter<Integer> PAGE =
      Parameter.queryInt("page", 1, 1_000_000).or(1).described("Page, counted from 1.");

  private final Parameter<Integer> perPage;

  /**
   * @param usual rows of a page where nothing is said
   * @param what the rows are, for the document
   */
  public NumberedPages(int usual, String what) {
    perPage = Parameter.queryInt("per_page", 1, 100).or(usual).described(what + " of a page.");
  }

  private record Envelope(List<?> data, Meta meta) {}

  private record Meta(
      int page,
      int perPage,
      long total,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean estimated) {}

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(PAGE, perPage);
  }

  @Override
  public PageRequest read(Request request) {
    return new PageRequest(request.get(PAGE), request.get(perPage));
  }

  @Override
  public Object envelope(Page<?> page, PageRequest asked) {
    Boolean estimated = page.estimated() ? true : null;
    return new Envelope(
        page.items(), new Meta(asked.number(), asked.size(), page.total(), estimated));
  }

  @Override
  public void envelopeSchema(ObjectNode schema, ObjectNode items) {
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    properties.putObject("data").put("type", "array").set("items", items);
    ObjectNode meta = properties.putObject("meta").put("type", "object");
    ObjectNode members = meta.putObject("properties");
    members.putObject("page").put("type", "integer");
    members.putObject("per_page").put("type", "integer");
    members.putObject("total").put("type", "integer");
    members.putObject("estimated").put("type", "boolean");
    meta.putArray("required").add("page").add("per_page").add("total");
    schema.putArray("required").add("data").add("meta");
  }
}
