package io.archway.dicom.net;

/** The PDU-type octet (PS3.8 9.3.1). */
enum PduType {
  ASSOCIATE_RQ(0x01),
  ASSOCIATE_AC(0x02),
  ASSOCIATE_RJ(0x03),
  P_DATA_TF(0x04),
  RELEASE_RQ(0x05),
  RELEASE_RP(0x06),
  ABORT(0x07);

  private final int code;

  PduType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** As the standard writes it: {@code A-ASSOCIATE-RQ}. */
  String label() {
    return this == P_DATA_TF ? "P-DATA-TF" : "A-" + name().replace('_', '-');
  }

  /** Null for a type that does not exist. */
  static PduType of(int code) {
    return code >= 1 && code <= values().length ? values()[code - 1] : null;
  }
}
