package io.archway.http.bucket;

/** Why an object is not to be had. */
public enum BucketError {
  MISSING("not there (expected: the key of an object)"),
  REFUSED("not there, or the object store does not let this gateway read it"),
  ARCHIVED("archived (expected: an object that can be read at once)"),
  CHANGED("changed while it was read (expected: an object that is complete)"),
  UNAVAILABLE("the object store does not answer as it should");

  private final String text;

  BucketError(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** The object itself is the reason; any other may be had. */
  public boolean isOfObject() {
    return this != UNAVAILABLE;
  }
}
