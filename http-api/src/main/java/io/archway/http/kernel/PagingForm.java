package io.archway.http.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How a family asks for a page of a list and how the answer looks. */
public interface PagingForm {

  /** The query parameters that choose the page. */
  List<Parameter<?>> parameters();

  PageRequest read(Request request);

  /** The whole answer around {@code page.items()}, written as JSON. */
  Object envelope(Page<?> page, PageRequest asked);

  /** The schema of {@link #envelope}; {@code items} is the schema of one element. */
  void envelopeSchema(ObjectNode schema, ObjectNode items);
}
