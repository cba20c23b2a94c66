package io.archway.dicom.net;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads an A-ASSOCIATE-AC against the request it answers. Pure. */
final class Acceptances {

  private Acceptances() {}

  static List<PresentationContext> match(AssociateRq proposed, AssociateAc answer) {
    Map<Integer, PresentationContextResult> results = new HashMap<>();
    answer.presentationContexts().forEach(result -> results.put(result.id(), result));
    return proposed.presentationContexts().stream()
        .map(proposal -> match(proposal, results.get(proposal.id()), answer.userInformation()))
        .toList();
  }

  /** A context without an answer, or with a transfer syntax never proposed, is not accepted. */
  private static PresentationContext match(
      PresentationContextProposal proposal,
      PresentationContextResult answer,
      UserInformation answered) {
    PresentationContextResult.Result result =
        answer == null ? PresentationContextResult.Result.NO_REASON : answer.result();
    String transferSyntaxUid = null;
    if (result == PresentationContextResult.Result.ACCEPTANCE) {
      if (proposal.transferSyntaxUids().contains(answer.transferSyntaxUid())) {
        transferSyntaxUid = answer.transferSyntaxUid();
      } else {
        result = PresentationContextResult.Result.TRANSFER_SYNTAXES_NOT_SUPPORTED;
      }
    }
    RoleSelection role = Negotiator.roleOf(proposal.abstractSyntaxUid(), answered.roleSelections());
    return new PresentationContext(
        proposal.id(),
        proposal.abstractSyntaxUid(),
        proposal.transferSyntaxUids(),
        result,
        transferSyntaxUid,
        role.scu(),
        role.scp());
  }
}
