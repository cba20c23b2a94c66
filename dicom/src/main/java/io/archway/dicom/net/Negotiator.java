package io.archway.dicom.net;

import io.archway.dicom.dict.Uids;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers an A-ASSOCIATE-RQ (PS3.8 7.1 and PS3.7 Annex D). Pure, as far as its policy is. */
public final class Negotiator {

  private static final AsynchronousOperationsWindow SYNCHRONOUS =
      new AsynchronousOperationsWindow(1, 1);

  private Negotiator() {}

  public static Negotiation negotiate(
      AssociateRq request,
      InetSocketAddress peer,
      AcceptorPolicy policy,
      AssociationLimits limits) {
    Optional<Negotiation> refused = refuseByProvider(request, limits);
    if (refused.isPresent()) {
      return refused.get();
    }
    Optional<Rejection> rejection = policy.refuse(request, peer);
    if (rejection.isPresent()) {
      return new Negotiation.Rejected(rejection.get(), false);
    }
    List<RoleSelection> roles = grantRoles(request, policy);
    List<PresentationContext> contexts =
        request.presentationContexts().stream()
            .map(proposal -> negotiateContext(proposal, request, policy, roles))
            .toList();
    return new Negotiation.Accepted(
        answer(request, contexts, userInformation(request, contexts, roles, policy, limits)),
        contexts);
  }

  private static Optional<Negotiation> refuseByProvider(
      AssociateRq request, AssociationLimits limits) {
    Rejection rejection = null;
    if ((request.protocolVersion() & 1) == 0) {
      rejection =
          Rejection.permanent(
              RejectReason.PROTOCOL_VERSION_NOT_SUPPORTED,
              "protocol version: " + request.protocolVersion() + " (expected: bit 0 set)");
    } else if (!request.applicationContextUid().equals(Uids.DICOM_APPLICATION_CONTEXT)) {
      rejection =
          Rejection.permanent(
              RejectReason.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED,
              "application context: "
                  + request.applicationContextUid()
                  + " (expected: "
                  + Uids.DICOM_APPLICATION_CONTEXT
                  + ")");
    } else if (request.presentationContexts().size() > limits.maxPresentationContexts()) {
      rejection =
          Rejection.permanent(
              RejectReason.LOCAL_LIMIT_EXCEEDED,
              "presentation contexts: "
                  + request.presentationContexts().size()
                  + " (expected: <= "
                  + limits.maxPresentationContexts()
                  + ")");
    }
    return Optional.ofNullable(rejection).map(r -> new Negotiation.Rejected(r, true));
  }

  private static PresentationContext negotiateContext(
      PresentationContextProposal proposal,
      AssociateRq request,
      AcceptorPolicy policy,
      List<RoleSelection> roles) {
    PresentationContextResult.Result result;
    String transferSyntaxUid = null;
    if (!policy.acceptsAbstractSyntax(proposal.abstractSyntaxUid(), request)) {
      result = PresentationContextResult.Result.ABSTRACT_SYNTAX_NOT_SUPPORTED;
    } else {
      transferSyntaxUid = policy.chooseTransferSyntax(proposal).orElse(null);
      result =
          transferSyntaxUid == null
              ? PresentationContextResult.Result.TRANSFER_SYNTAXES_NOT_SUPPORTED
              : PresentationContextResult.Result.ACCEPTANCE;
    }
    RoleSelection role = roleOf(proposal.abstractSyntaxUid(), roles);
    return new PresentationContext(
        proposal.id(),
        proposal.abstractSyntaxUid(),
        proposal.transferSyntaxUids(),
        result,
        transferSyntaxUid,
        role.scu(),
        role.scp());
  }

  /** Without the item the requester is the SCU (PS3.7 D.3.3.4). */
  static RoleSelection roleOf(String sopClassUid, List<RoleSelection> roles) {
    for (RoleSelection role : roles) {
      if (role.sopClassUid().equals(sopClassUid)) {
        return role;
      }
    }
    return new RoleSelection(sopClassUid, true, false);
  }

  /** Only roles that were proposed can be granted. */
  private static List<RoleSelection> grantRoles(AssociateRq request, AcceptorPolicy policy) {
    List<RoleSelection> granted = new ArrayList<>();
    for (RoleSelection proposed : request.userInformation().roleSelections()) {
      RoleSelection role = policy.grantRoles(proposed);
      granted.add(
          new RoleSelection(
              proposed.sopClassUid(), proposed.scu() && role.scu(), proposed.scp() && role.scp()));
    }
    return granted;
  }

  private static AssociateAc answer(
      AssociateRq request, List<PresentationContext> contexts, UserInformation userInformation) {
    return new AssociateAc(
        1,
        request.calledAeTitle(),
        request.callingAeTitle(),
        Uids.DICOM_APPLICATION_CONTEXT,
        contexts.stream().map(Negotiator::resultOf).toList(),
        userInformation);
  }

  /** A refused context's transfer syntax is not significant, but some peers want to see one. */
  private static PresentationContextResult resultOf(PresentationContext context) {
    String shown = context.transferSyntaxUid();
    if (shown == null) {
      List<String> proposed = context.proposedTransferSyntaxUids();
      shown = proposed.isEmpty() ? "" : proposed.get(0);
    }
    return new PresentationContextResult(context.id(), context.result(), shown);
  }

  private static UserInformation userInformation(
      AssociateRq request,
      List<PresentationContext> contexts,
      List<RoleSelection> roles,
      AcceptorPolicy policy,
      AssociationLimits limits) {
    UserInformation proposed = request.userInformation();
    List<ExtendedNegotiation> extended = new ArrayList<>();
    for (ExtendedNegotiation item : proposed.extendedNegotiations()) {
      if (isAccepted(item.sopClassUid(), contexts)) {
        policy
            .answerExtendedNegotiation(item)
            .ifPresent(bytes -> extended.add(new ExtendedNegotiation(item.sopClassUid(), bytes)));
      }
    }
    return new UserInformation(
        limits.maxPduLengthBytes(),
        Uids.ARCHWAY_IMPLEMENTATION_CLASS,
        Uids.ARCHWAY_IMPLEMENTATION_VERSION,
        proposed.asynchronousOperationsWindow() == null ? null : SYNCHRONOUS,
        roles,
        extended,
        List.of(),
        null,
        identityResponse(proposed.userIdentity(), policy));
  }

  private static byte[] identityResponse(UserIdentity identity, AcceptorPolicy policy) {
    if (identity == null || !identity.positiveResponseRequested()) {
      return null;
    }
    return policy.answerUserIdentity(identity).orElse(null);
  }

  private static boolean isAccepted(String sopClassUid, List<PresentationContext> contexts) {
    return contexts.stream()
        .anyMatch(c -> c.accepted() && c.abstractSyntaxUid().equals(sopClassUid));
  }
}
