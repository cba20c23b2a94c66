package io.archway.dicom.net;

import java.util.List;

/**
 * A presentation context as the requester proposes it (PS3.8 9.3.2.2).
 *
 * @param id odd, 1 to 255
 * @param abstractSyntaxUid what is to be done
 * @param transferSyntaxUids how it may be encoded, in the requester's order
 */
public record PresentationContextProposal(
    int id, String abstractSyntaxUid, List<String> transferSyntaxUids) {

  public PresentationContextProposal {
    transferSyntaxUids = List.copyOf(transferSyntaxUids);
  }
}
