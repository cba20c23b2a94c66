package io.archway.index.order;

/**
 * A file or message that is no order, or one that cannot be taken. The message names the place (a
 * segment's field, an attribute, a line) and what was expected, never the contents of a value.
 */
public final class OrderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OrderException(String problem) {
    super(problem);
  }

  public static OrderException missing(String where, String expected) {
    return new OrderException(where + ": missing, expected " + expected);
  }
}
