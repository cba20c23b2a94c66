package io.archway.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.net.PresentationContextResult.Result;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiatorTest {

  private static final String MWL = "1.2.840.10008.5.1.4.31";
  private static final AssociationLimits LIMITS = AssociationLimits.defaults();

  /** Storage and nothing else; grants whatever role is asked for. */
  private static final class StoragePolicy implements AcceptorPolicy {

    @Override
    public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
      return request.callingAeTitle().equals("STRANGER")
          ? Optional.of(
              Rejection.permanent(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED, "a stranger"))
          : Optional.empty();
    }

    @Override
    public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
      return StorageNegotiation.accepts(abstractSyntaxUid, request, Set.of("1.3.6.1.4.1.9."));
    }

    @Override
    public RoleSelection grantRoles(RoleSelection proposed) {
      return new RoleSelection(proposed.sopClassUid(), true, true);
    }

    @Override
    public Optional<byte[]> answerExtendedNegotiation(ExtendedNegotiation proposed) {
      return Optional.of(new byte[] {2});
    }
  }

  @Test
  void answersEachContextByItself() {
    Negotiation.Accepted accepted =
        accepted(
            request(
                proposal(1, Uids.CT_IMAGE_STORAGE, "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"),
                proposal(3, MWL, "1.2.840.10008.1.2"),
                proposal(5, Uids.CT_IMAGE_STORAGE, "1.2.840.10008.1.2.4.94"),
                proposal(7, Uids.CT_IMAGE_STORAGE)));
    assertThat(accepted.presentationContexts())
        .extracting(PresentationContext::result)
        .containsExactly(
            Result.ACCEPTANCE,
            Result.ABSTRACT_SYNTAX_NOT_SUPPORTED,
            Result.TRANSFER_SYNTAXES_NOT_SUPPORTED,
            Result.TRANSFER_SYNTAXES_NOT_SUPPORTED);
    assertThat(accepted.answer().presentationContexts())
        .containsExactly(
            new PresentationContextResult(1, Result.ACCEPTANCE, "1.2.840.10008.1.2.1"),
            new PresentationContextResult(
                3, Result.ABSTRACT_SYNTAX_NOT_SUPPORTED, "1.2.840.10008.1.2"),
            new PresentationContextResult(
                5, Result.TRANSFER_SYNTAXES_NOT_SUPPORTED, "1.2.840.10008.1.2.4.94"),
            new PresentationContextResult(7, Result.TRANSFER_SYNTAXES_NOT_SUPPORTED, ""));
  }

  @Test
  void saysWhoWeAreAndWhatWeTake() {
    AssociateAc answer = accepted(request(proposal(1, Uids.CT_IMAGE_STORAGE))).answer();
    assertThat(answer.calledAeTitle()).isEqualTo("ARCHWAY");
    assertThat(answer.callingAeTitle()).isEqualTo("SENDER");
    assertThat(answer.userInformation().maxPduLengthBytes()).isEqualTo(256 * 1024);
    assertThat(answer.userInformation().implementationClassUid())
        .isEqualTo(Uids.ARCHWAY_IMPLEMENTATION_CLASS);
    assertThat(answer.userInformation().asynchronousOperationsWindow()).isNull();
  }

  @Test
  void answersUserInformation() {
    UserInformation user =
        new UserInformation(
            0,
            "1.2",
            null,
            new AsynchronousOperationsWindow(8, 8),
            List.of(
                new RoleSelection(Uids.CT_IMAGE_STORAGE, true, false),
                new RoleSelection(MWL, false, true)),
            List.of(
                new ExtendedNegotiation(Uids.CT_IMAGE_STORAGE, new byte[] {1}),
                new ExtendedNegotiation(MWL, new byte[] {1})),
            List.of(),
            new UserIdentity(1, true, new byte[] {65}, new byte[0]),
            null);
    Negotiation.Accepted accepted =
        accepted(request(user, proposal(1, Uids.CT_IMAGE_STORAGE, Uids.EXPLICIT_VR_LITTLE_ENDIAN)));
    UserInformation answer = accepted.answer().userInformation();
    assertThat(answer.asynchronousOperationsWindow())
        .isEqualTo(new AsynchronousOperationsWindow(1, 1));
    assertThat(answer.roleSelections())
        .as("only what was proposed can be granted")
        .containsExactly(
            new RoleSelection(Uids.CT_IMAGE_STORAGE, true, false),
            new RoleSelection(MWL, false, true));
    assertThat(answer.extendedNegotiations())
        .as("only for accepted classes")
        .extracting(ExtendedNegotiation::sopClassUid)
        .containsExactly(Uids.CT_IMAGE_STORAGE);
    assertThat(answer.userIdentityResponse()).isEmpty();
  }

  @Test
  void anIdentityThatWantsNoAnswerGetsNone() {
    UserInformation user =
        new UserInformation(
            0,
            "1.2",
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            new UserIdentity(1, false, new byte[] {65}, new byte[0]),
            null);
    assertThat(accepted(request(user)).answer().userInformation().userIdentityResponse()).isNull();
  }

  @Test
  void refusesAnotherProtocolVersion() {
    AssociateRq rq = request(proposal(1, Uids.CT_IMAGE_STORAGE));
    AssociateRq other =
        new AssociateRq(
            2,
            rq.calledAeTitle(),
            rq.callingAeTitle(),
            rq.applicationContextUid(),
            rq.presentationContexts(),
            rq.userInformation());
    assertRejected(other, RejectReason.PROTOCOL_VERSION_NOT_SUPPORTED, true);
  }

  @Test
  void refusesAnotherApplicationContext() {
    AssociateRq rq = request(proposal(1, Uids.CT_IMAGE_STORAGE));
    AssociateRq other =
        new AssociateRq(
            1,
            rq.calledAeTitle(),
            rq.callingAeTitle(),
            "1.2.3",
            rq.presentationContexts(),
            rq.userInformation());
    assertRejected(other, RejectReason.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED, true);
  }

  @Test
  void refusesMoreContextsThanAllowed() {
    List<PresentationContextProposal> many = new ArrayList<>();
    for (int i = 0; i <= LIMITS.maxPresentationContexts(); i++) {
      many.add(proposal(2 * i + 1, Uids.CT_IMAGE_STORAGE));
    }
    PresentationContextProposal[] tooMany = many.toArray(PresentationContextProposal[]::new);
    assertRejected(request(tooMany), RejectReason.LOCAL_LIMIT_EXCEEDED, true);
    many.remove(0);
    accepted(request(many.toArray(PresentationContextProposal[]::new)));
  }

  @Test
  void asksThePolicyForTheWhole() {
    AssociateRq stranger =
        new AssociateRq(
            1,
            "ARCHWAY",
            "STRANGER",
            Uids.DICOM_APPLICATION_CONTEXT,
            List.of(),
            UserInformation.of(0, "1.2", null));
    assertRejected(stranger, RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.5.1.4.1.1.2",
        "1.2.840.10008.5.1.4.1.1.1.3",
        "1.2.840.10008.5.1.4.1.1.104.4",
        "1.2.840.10008.5.1.4.1.1.9999.7",
        "1.2.840.10008.5.1.4.38.1",
        "1.3.46.670589.2.5.1.1",
        "1.3.6.1.4.1.90.1"
      })
  void takesStorageKnownUnknownAndPrivate(String uid) {
    assertThat(isAccepted(request(proposal(1, uid, "1.2.840.10008.1.2")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.1",
        "1.2.840.10008.5.1.4.31",
        "1.2.840.10008.5.1.4.1.2.1.1",
        "1.2.840.10008.5.1.4.1.1.201.2",
        "1.2.840.10008.5.1.4.1.1.200.4",
        "1.2.840.10008.9999",
        "1.3.6.1.4.1.9.1",
        "not a uid",
        ""
      })
  void doesNotTakeOthersForStorage(String uid) {
    assertThat(isAccepted(request(proposal(1, uid, "1.2.840.10008.1.2")))).isFalse();
  }

  @Test
  void takesWhatIsDeclaredAsStorage() {
    String uid = "1.2.840.10008.9999";
    UserInformation user =
        new UserInformation(
            0,
            "1.2",
            null,
            null,
            List.of(),
            List.of(),
            List.of(new CommonExtendedNegotiation(uid, Uids.STORAGE_SERVICE_CLASS, List.of())),
            null,
            null);
    assertThat(isAccepted(request(user, proposal(1, uid, "1.2.840.10008.1.2")))).isTrue();
  }

  private static boolean isAccepted(AssociateRq request) {
    return accepted(request).presentationContexts().get(0).accepted();
  }

  private static void assertRejected(AssociateRq request, RejectReason reason, boolean byProvider) {
    assertThat(Negotiator.negotiate(request, null, new StoragePolicy(), LIMITS))
        .isInstanceOfSatisfying(
            Negotiation.Rejected.class,
            rejected -> {
              assertThat(rejected.rejection().reason()).isEqualTo(reason);
              assertThat(rejected.byProvider()).isEqualTo(byProvider);
            });
  }

  private static Negotiation.Accepted accepted(AssociateRq request) {
    return (Negotiation.Accepted) Negotiator.negotiate(request, null, new StoragePolicy(), LIMITS);
  }

  private static PresentationContextProposal proposal(int id, String uid, String... syntaxes) {
    return new PresentationContextProposal(id, uid, List.of(syntaxes));
  }

  private static AssociateRq request(PresentationContextProposal... proposals) {
    return request(UserInformation.of(0, "1.2", null), proposals);
  }

  private static AssociateRq request(
      UserInformation user, PresentationContextProposal... proposals) {
    return new AssociateRq(
        1, "ARCHWAY", "SENDER", Uids.DICOM_APPLICATION_CONTEXT, List.of(proposals), user);
  }
}
