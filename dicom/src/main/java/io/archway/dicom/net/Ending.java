package io.archway.dicom.net;

import io.archway.dicom.net.AssociationSummary.End;

/** How an association ends; the wire's numbers are -1 where nothing went over the wire. */
record Ending(End end, int source, int reason, boolean permanent, String text) {

  static Ending of(End end, String text) {
    return new Ending(end, -1, -1, false, text);
  }

  static Ending rejected(Rejection rejection) {
    RejectReason reason = rejection.reason();
    return new Ending(
        End.REJECTED, reason.source(), reason.code(), rejection.permanent(), rejection.text());
  }

  static Ending rejectedByPeer(AssociateRj rj) {
    String text =
        "rejected by the peer: result "
            + rj.result()
            + ", source "
            + rj.source()
            + ", reason "
            + rj.reason()
            + " ("
            + RejectReason.of(rj.source(), rj.reason())
            + ")";
    return new Ending(End.REJECTED, rj.source(), rj.reason(), rj.result() == 1, text);
  }

  static Ending abortedByPeer(Abort abort) {
    String text = "aborted by the peer: source " + abort.source() + ", reason " + abort.reason();
    return new Ending(End.ABORTED_BY_PEER, abort.source(), abort.reason(), false, text);
  }

  Ending withAbort(AbortReason abort) {
    return new Ending(end, abort.source(), abort.code(), permanent, text);
  }
}
