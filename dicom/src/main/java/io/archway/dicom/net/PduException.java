package io.archway.dicom.net;

import io.netty.handler.codec.DecoderException;

/** What came is not a PDU: the field, its value and what was expected. Ends the association. */
public final class PduException extends DecoderException {

  private static final long serialVersionUID = 1L;

  private final AbortReason reason;

  PduException(AbortReason reason, String text) {
    super(text);
    this.reason = reason;
  }

  static PduException invalid(String field, long value, String expected) {
    return new PduException(
        AbortReason.INVALID_PDU_PARAMETER_VALUE,
        field + ": " + value + " (expected: " + expected + ")");
  }

  public AbortReason reason() {
    return reason;
  }
}
