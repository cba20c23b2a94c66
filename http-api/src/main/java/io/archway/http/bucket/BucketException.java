package io.archway.http.bucket;

import java.io.IOException;

/** An object is not to be had. */
public final class BucketException extends IOException {
  private static final long serialVersionUID = 1;

  private final BucketError error;

  public BucketException(BucketError error) {
    this(error, null);
  }

  BucketException(BucketError error, Throwable cause) {
    super(error.text(), cause);
    this.error = error;
  }

  public BucketError error() {
    return error;
  }
}
