package io.archway.http.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** For dialects in which no list has pages. */
public record NoPages() implements PagingForm {

  @Override
  public List<Parameter<?>> parameters() {
    return List.of();
  }

  @Override
  public PageRequest read(Request request) {
    throw new IllegalStateException("no pages in this dialect");
  }

  @Override
  public Object envelope(Page<?> page, PageRequest asked) {
    throw new IllegalStateException("no pages in this dialect");
  }

  @Override
  public void envelopeSchema(ObjectNode schema, ObjectNode items) {
    throw new IllegalStateException("no pages in this dialect");
  }
}
