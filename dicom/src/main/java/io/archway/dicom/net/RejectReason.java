package io.archway.dicom.net;

/** Source and reason of an A-ASSOCIATE-RJ (PS3.8 9.3.4, Table 9-21). */
public enum RejectReason {
  NO_REASON(1, 1),
  APPLICATION_CONTEXT_NAME_NOT_SUPPORTED(1, 2),
  CALLING_AE_TITLE_NOT_RECOGNIZED(1, 3),
  CALLED_AE_TITLE_NOT_RECOGNIZED(1, 7),
  ACSE_NO_REASON(2, 1),
  PROTOCOL_VERSION_NOT_SUPPORTED(2, 2),
  TEMPORARY_CONGESTION(3, 1),
  LOCAL_LIMIT_EXCEEDED(3, 2);

  private final int source;
  private final int code;

  RejectReason(int source, int code) {
    this.source = source;
    this.code = code;
  }

  /** 1 service-user, 2 service-provider (ACSE), 3 service-provider (presentation). */
  public int source() {
    return source;
  }

  public int code() {
    return code;
  }

  /** The reason for the numbers on the wire; {@link #NO_REASON} for any others. */
  public static RejectReason of(int source, int code) {
    for (RejectReason reason : values()) {
      if (reason.source == source && reason.code == code) {
        return reason;
      }
    }
    return NO_REASON;
  }
}
