package io.archway.index.query;

/** A key whose values cannot be matched. The message names the attribute, never its value. */
public final class InvalidKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient AttributePath path;

  InvalidKeyException(AttributePath path, String problem) {
    super(path + ": " + problem);
    this.path = path;
  }

  public AttributePath path() {
    return path;
  }
}
