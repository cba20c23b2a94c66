package io.archway.dicom.net;

import java.util.List;

/**
 * A negotiated presentation context: what was proposed and what became of it.
 *
 * @param transferSyntaxUid the accepted transfer syntax, null unless the result is ACCEPTANCE
 * @param requesterIsScu whether the association's requester may act as SCU here (PS3.7 D.3.3.4)
 * @param requesterIsScp whether the association's requester may act as SCP here
 */
public record PresentationContext(
    int id,
    String abstractSyntaxUid,
    List<String> proposedTransferSyntaxUids,
    PresentationContextResult.Result result,
    String transferSyntaxUid,
    boolean requesterIsScu,
    boolean requesterIsScp) {

  public PresentationContext {
    proposedTransferSyntaxUids = List.copyOf(proposedTransferSyntaxUids);
  }

  public boolean accepted() {
    return result == PresentationContextResult.Result.ACCEPTANCE;
  }
}
