package io.archway.http.message;

/** A message was not taken. The text says why, without whom it was for or what it said. */
public final class CarrierException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean passing;

  /**
   * @param passing whether it may be taken later
   */
  public CarrierException(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  public boolean isPassing() {
    return passing;
  }
}
