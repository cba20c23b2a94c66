package io.archway.dicom.dimse;

/** An operation that cannot be performed: it is the response. */
public final class DimseException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient DimseResponse response;

  public DimseException(DimseStatus status, String errorComment) {
    this(DimseResponse.of(status).withErrorComment(errorComment));
  }

  public DimseException(DimseResponse response) {
    super(response.status() + ": " + response.errorComment());
    this.response = response;
  }

  public DimseResponse response() {
    return response;
  }
}
