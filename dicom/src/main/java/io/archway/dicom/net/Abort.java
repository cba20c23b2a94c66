package io.archway.dicom.net;

/** A-ABORT (PS3.8 9.3.8), as the numbers on the wire: a peer may send any. */
public record Abort(int source, int reason) implements Pdu {

  Abort(AbortReason reason) {
    this(reason.source(), reason.code());
  }
}
