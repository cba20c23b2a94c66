package io.archway.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.Rejection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** C-FIND on real sockets, both sides (PS3.7 9.1.2, 9.3.2). */
class FindTest {
  private static final String FIND = Uids.MODALITY_WORKLIST_INFORMATION_MODEL_FIND;
  private static final int MAX_IDENTIFIER_BYTES = 1_000;

  /** Lets everybody in for everything. */
  private static final class AnyPolicy implements AcceptorPolicy {
    @Override
    public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
      return Optional.empty();
    }

    @Override
    public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
      return true;
    }
  }

  /** Answers with what was asked for, one time after the other, until it is cancelled. */
  private static final class EchoingScp implements ServiceClassProvider {
    final CompletableFuture<Integer> cancelledAfter = new CompletableFuture<>();
    final int most;
    private volatile boolean cancelled;

    EchoingScp(int most) {
      this.most = most;
    }

    @Override
    public DataSetSink onRequest(DimseRequest request, Responder responder) {
      responder.onCancel(() -> cancelled = true);
      TransferSyntax syntax = TransferSyntax.of(request.context().transferSyntaxUid());
      return new DataSetCollector(
          MAX_IDENTIFIER_BYTES,
          bytes -> answer(responder, DataSets.read(bytes, syntax), 0),
          problem -> responder.respond(DimseStatus.OUT_OF_RESOURCES, problem));
    }

    private void answer(Responder responder, DataSet identifier, int given) {
      if (cancelled) {
        cancelledAfter.complete(given);
        responder.respond(DimseStatus.CANCEL);
      } else if (given == most) {
        responder.respond(DimseStatus.SUCCESS);
      } else {
        DimseStatus status =
            given % 2 == 0
                ? DimseStatus.PENDING
                : DimseStatus.PENDING_WITH_UNSUPPORTED_OPTIONAL_KEYS;
        responder
            .respondPending(DimseResponse.of(status).withDataSet(identifier))
            .whenCompleteAsync((sent, failure) -> goOn(responder, identifier, given, failure));
      }
    }

    private void goOn(Responder responder, DataSet identifier, int given, Throwable failure) {
      if (failure == null) {
        answer(responder, identifier, given + 1);
      } else {
        responder.respond(DimseStatus.CANNOT_UNDERSTAND, "not encoded");
      }
    }
  }

  @Test
  void givesEveryAnswerWithItsIdentifierAndThenTheFinalStatus() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    DimseResult result =
        find(
            new EchoingScp(100),
            new DataSet().put(Tag.PATIENT_ID, Vr.LO, "P1"),
            (status, identifier) -> {
              statuses.add(status);
              ids.add(identifier.string(Tag.PATIENT_ID));
              return true;
            });
    assertThat(result.status()).isZero();
    assertThat(statuses).hasSize(100).startsWith(0xFF00, 0xFF01);
    assertThat(ids).containsOnly("P1");
  }

  @Test
  void stopsWhereThePeerCancels() throws Exception {
    EchoingScp endless = new EchoingScp(Integer.MAX_VALUE);
    DimseResult result =
        find(endless, new DataSet().put(Tag.PATIENT_ID, Vr.LO, "P1"), (status, found) -> false);
    assertThat(result.status()).isEqualTo(DimseStatus.CANCEL.code());
    assertThat(endless.cancelledAfter.get(30, TimeUnit.SECONDS)).isPositive();
  }

  @Test
  void refusesAnIdentifierThatIsTooLong() throws Exception {
    DimseResult result =
        find(
            new EchoingScp(1),
            new DataSet().put(Tag.PATIENT_ID, Vr.LO, "x".repeat(MAX_IDENTIFIER_BYTES)),
            (status, found) -> true);
    assertThat(result.status()).isEqualTo(DimseStatus.OUT_OF_RESOURCES.code());
    assertThat(result.errorComment()).isEqualTo("length: 1008 so far (expected: <= 1000)");
  }

  @Test
  void anAnswerThatCannotBeEncodedLeavesTheAssociationUsable() throws Exception {
    ServiceClassProvider broken =
        (request, responder) -> {
          DataSet unencodable = new DataSet().put(Tag.PATIENT_NAME, Vr.PN, "\u5C71\u7530");
          new EchoingScp(1).answer(responder, unencodable, 0);
          return null;
        };
    DimseResult result = find(broken, new DataSet(), (status, found) -> true);
    assertThat(result.errorComment()).isEqualTo("not encoded");
  }

  @Test
  void asksOnlyInAcceptedContexts() throws Exception {
    try (AssociationAcceptor acceptor = start(new EchoingScp(1));
        AssociationRequester requester = connect(acceptor)) {
      assertThatThrownBy(() -> requester.find(3, new DataSet(), (status, found) -> true))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static DimseResult find(ServiceClassProvider scp, DataSet identifier, FindAnswers answers)
      throws IOException {
    try (AssociationAcceptor acceptor = start(scp);
        AssociationRequester requester = connect(acceptor)) {
      return requester.find(1, identifier, answers);
    }
  }

  private static AssociationAcceptor start(ServiceClassProvider scp) throws IOException {
    return AssociationAcceptor.start(
        AssociationAcceptor.Settings.onPort(0),
        new AnyPolicy(),
        ServiceRegistry.builder().add(FIND, scp).build(),
        new RecordingListener(),
        null);
  }

  private static AssociationRequester connect(AssociationAcceptor acceptor) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), acceptor.port());
    return AssociationRequester.connect(
        RequesterSettings.of(address, "SCANNER", "ARCHWAY"),
        List.of(new PresentationContextProposal(1, FIND, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN))));
  }
}
