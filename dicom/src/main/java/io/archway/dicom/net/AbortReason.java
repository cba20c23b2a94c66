package io.archway.dicom.net;

/** Source and reason of the A-ABORTs this side sends (PS3.8 9.3.8, Table 9-26). */
public enum AbortReason {
  /** The application gives up; the reason field is not significant. */
  SERVICE_USER(0, 0),
  NOT_SPECIFIED(2, 0),
  UNRECOGNIZED_PDU(2, 1),
  UNEXPECTED_PDU(2, 2),
  UNRECOGNIZED_PDU_PARAMETER(2, 4),
  UNEXPECTED_PDU_PARAMETER(2, 5),
  INVALID_PDU_PARAMETER_VALUE(2, 6);

  private final int source;
  private final int code;

  AbortReason(int source, int code) {
    this.source = source;
    this.code = code;
  }

  /** 0 service-user, 2 service-provider. */
  public int source() {
    return source;
  }

  public int code() {
    return code;
  }
}
