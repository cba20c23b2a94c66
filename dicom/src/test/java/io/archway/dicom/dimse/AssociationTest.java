package io.archway.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.AssociationLimits;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.AssociationSummary.End;
import io.archway.dicom.net.AssociationSummary.OperationCount;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.RejectReason;
import io.archway.dicom.net.Rejection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requester and acceptor of this library over real sockets. */
class AssociationTest {

  private static final List<PresentationContextProposal> PROPOSALS =
      List.of(
          new PresentationContextProposal(
              1, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)),
          new PresentationContextProposal(
              3,
              Uids.CT_IMAGE_STORAGE,
              List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN, Uids.EXPLICIT_VR_LITTLE_ENDIAN)),
          new PresentationContextProposal(
              5, "1.2.840.10008.5.1.4.31", List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN)));

  private final RecordingListener listener = new RecordingListener();
  private final DigestingScp storage = new DigestingScp();
  private AcceptorPolicy policy = new OpenPolicy();
  private ServiceClassProvider provider = storage;
  private AssociationAcceptor acceptor;

  @AfterEach
  void stop() {
    if (acceptor != null) {
      acceptor.close();
    }
  }

  @Test
  void echoesStoresAndReleases() throws Exception {
    byte[] small = random(1000);
    byte[] large = random(3_000_001);
    List<Long> progress = new ArrayList<>();
    try (AssociationRequester requester = connect()) {
      assertThat(requester.presentationContexts())
          .extracting(c -> c.result().name() + " " + c.transferSyntaxUid())
          .containsExactly(
              "ACCEPTANCE 1.2.840.10008.1.2",
              "ACCEPTANCE 1.2.840.10008.1.2.1",
              "ABSTRACT_SYNTAX_NOT_SUPPORTED null");
      assertThat(requester.echo().status()).isZero();
      assertThat(store(requester, "2.25.1", small, progress).isSuccess()).isTrue();
      assertThat(store(requester, "2.25.2", large, progress).isSuccess()).isTrue();
      assertThat(store(requester, "2.25.3", new byte[0], progress).isSuccess()).isTrue();
    }
    assertThat(storage.received)
        .extracting(DigestingScp.Received::sha256)
        .containsExactly(
            DigestingScp.sha256(small),
            DigestingScp.sha256(large),
            DigestingScp.sha256(new byte[0]));
    assertThat(progress).startsWith(1000L).contains(3_000_001L).endsWith(0L);
    AssociationSummary summary = RecordingListener.take(listener.ended);
    assertThat(summary.end()).isEqualTo(End.RELEASED);
    assertThat(summary.callingAeTitle()).isEqualTo("SENDER");
    assertThat(summary.calledAeTitle()).isEqualTo("ARCHWAY");
    assertThat(summary.implementationClassUid()).isEqualTo(Uids.ARCHWAY_IMPLEMENTATION_CLASS);
    assertThat(summary.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
    assertThat(summary.presentationContexts()).hasSize(3);
    assertThat(summary.operations())
        .containsExactly(new OperationCount("C-ECHO", 0, 1), new OperationCount("C-STORE", 0, 3));
    assertThat(summary.bytesReceived()).isGreaterThan(3_001_000);
    assertThat(summary.oddities()).isEmpty();
  }

  @Test
  void refusesAnAssociationWithItsReason() throws Exception {
    policy =
        refusing(Rejection.permanent(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED, "unknown title"));
    start(AssociationLimits.defaults());
    assertThatThrownBy(this::open)
        .isInstanceOf(AssociationRejectedException.class)
        .hasMessageContaining("CALLED_AE_TITLE_NOT_RECOGNIZED");
    AssociationSummary summary = RecordingListener.take(listener.rejected);
    assertThat(summary.end()).isEqualTo(End.REJECTED);
    assertThat(summary.permanent()).isTrue();
    assertThat(summary.source()).isEqualTo(1);
    assertThat(summary.reason()).isEqualTo(7);
    assertThat(summary.text()).isEqualTo("unknown title");
    assertThat(summary.callingAeTitle()).isEqualTo("SENDER");
    assertThat(summary.presentationContexts()).hasSize(3);
  }

  @Test
  void refusesTheAssociationPastTheLimitAsTransient() throws Exception {
    start(Limits.changed().associations(2, 2).build());
    try (AssociationRequester first = open();
        AssociationRequester second = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              AssociationRejectedException.class,
              e -> {
                assertThat(e.summary().permanent()).isFalse();
                assertThat(e.summary().source()).isEqualTo(3);
                assertThat(e.summary().reason()).isEqualTo(2);
              });
      assertThat(first.echo().isSuccess() && second.echo().isSuccess()).isTrue();
    }
    assertThat(RecordingListener.take(listener.rejected).text())
        .isEqualTo("associations: 3 (expected: <= 2)");
  }

  @Test
  void connectionsFarPastTheLimitAreClosedAtOnce() throws Exception {
    start(Limits.changed().associations(1, 1).build());
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Socket first = new Socket(loopback, acceptor.port());
        Socket second = new Socket(loopback, acceptor.port());
        Socket third = new Socket(loopback, acceptor.port())) {
      assertThat(RecordingListener.take(listener.rejected).text())
          .isEqualTo("connections: 3 (expected: <= 2)");
      assertThat(third.getInputStream().read()).isEqualTo(-1);
      assertThat(first.isConnected() && second.isConnected()).isTrue();
    }
  }

  @Test
  void limitsAssociationsOfOnePeer() throws Exception {
    start(Limits.changed().associations(10, 1).build());
    try (AssociationRequester first = open()) {
      assertThatThrownBy(this::open).isInstanceOf(AssociationRejectedException.class);
      assertThat(first.echo().isSuccess()).isTrue();
    }
    assertThat(RecordingListener.take(listener.rejected).text())
        .isEqualTo("associations from this address: 2 (expected: <= 1)");
    RecordingListener.take(listener.ended);
    try (AssociationRequester again = open()) {
      assertThat(again.echo().isSuccess()).isTrue();
    }
  }

  @Test
  void tellsTheProviderWhenThePeerVanishesInsideADataSet() throws Exception {
    start(AssociationLimits.defaults());
    AssociationRequester requester = open();
    assertThatThrownBy(
            () ->
                requester.store(
                    StoreRequest.of(3, Uids.CT_IMAGE_STORAGE, "2.25.9"),
                    Channels.newChannel(new FailingStream(1_000_000)),
                    sent -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("broken on purpose");
    AssociationSummary summary = RecordingListener.take(listener.ended);
    assertThat(summary.end()).isEqualTo(End.ABORTED_BY_PEER);
    assertThat(summary.source()).isZero();
    assertThat(storage.aborted).hasValue(1);
    assertThat(storage.received).isEmpty();
    requester.close();
  }

  @Test
  void aVanishedConnectionIsALostAssociation() throws Exception {
    start(AssociationLimits.defaults());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), acceptor.port())) {
      socket.getOutputStream().write(RawPdus.associateRq());
      RecordingListener.take(listener.established);
    }
    AssociationSummary summary = RecordingListener.take(listener.ended);
    assertThat(summary.end()).isEqualTo(End.CONNECTION_LOST);
  }

  @Test
  void aConnectionThatAsksForNothingIsClosedWhenArtimExpires() throws Exception {
    start(Limits.changed().artim(200).build());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), acceptor.port())) {
      socket.getOutputStream().write(RawPdus.associateRq(), 0, 50);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    AssociationSummary summary = RecordingListener.take(listener.rejected);
    assertThat(summary.end()).isEqualTo(End.TIMED_OUT);
    assertThat(summary.text()).contains("artimTimeoutMillis");
  }

  @Test
  void aProbeThatSendsNothingIsNotWorthARow() throws Exception {
    start(AssociationLimits.defaults());
    new Socket(InetAddress.getLoopbackAddress(), acceptor.port()).close();
    try (AssociationRequester requester = open()) {
      assertThat(requester.echo().isSuccess()).isTrue();
    }
    RecordingListener.take(listener.ended);
    assertThat(listener.rejected).isEmpty();
  }

  @Test
  void anIdleAssociationIsAborted() throws Exception {
    start(Limits.changed().idle(200).build());
    try (AssociationRequester requester = open()) {
      assertThat(requester.echo().isSuccess()).isTrue();
      AssociationSummary summary = RecordingListener.take(listener.ended);
      assertThat(summary.end()).isEqualTo(End.TIMED_OUT);
      assertThat(summary.text()).contains("idleTimeoutMillis");
    }
  }

  @Test
  void anOperationUnderWayIsNotIdle() throws Exception {
    CompletableFuture<Responder> asked = new CompletableFuture<>();
    provider =
        (request, responder) -> {
          asked.complete(responder);
          return null;
        };
    start(Limits.changed().idle(1000).build());
    try (AssociationRequester requester = open()) {
      CompletableFuture<DimseResult> result =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return store(requester, "2.25.1", random(10), new ArrayList<>());
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Responder responder = asked.get();
      // Twice the timeout and more, in which the association must live.
      assertThat(listener.ended.poll(2500, java.util.concurrent.TimeUnit.MILLISECONDS)).isNull();
      responder.respond(DimseStatus.OUT_OF_RESOURCES, "disk full");
      assertThat(result.get().status()).isEqualTo(0xA700);
      assertThat(result.get().errorComment()).isEqualTo("disk full");
    }
  }

  @Test
  void closingLetsARunningOperationFinish() throws Exception {
    CompletableFuture<Responder> asked = new CompletableFuture<>();
    provider =
        (request, responder) -> {
          asked.complete(responder);
          return null;
        };
    start(AssociationLimits.defaults());
    try (AssociationRequester requester = open()) {
      CompletableFuture<DimseResult> result = new CompletableFuture<>();
      Thread sender =
          new Thread(
              () -> {
                try {
                  result.complete(store(requester, "2.25.1", random(10), new ArrayList<>()));
                } catch (IOException e) {
                  result.completeExceptionally(e);
                }
              });
      sender.start();
      Responder responder = asked.get();
      Thread closer = new Thread(acceptor::close);
      closer.start();
      responder.respond(DimseStatus.SUCCESS);
      assertThat(result.get().isSuccess()).isTrue();
      closer.join();
      sender.join();
    }
    assertThat(RecordingListener.take(listener.ended).end()).isEqualTo(End.ABORTED_BY_US);
  }

  @Test
  void anAddressInUseIsAnError() throws Exception {
    start(AssociationLimits.defaults());
    assertThatThrownBy(
            () ->
                AssociationAcceptor.start(
                    AssociationAcceptor.Settings.onPort(acceptor.port()),
                    policy,
                    ServiceRegistry.builder().build(),
                    listener,
                    null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("" + acceptor.port());
  }

  @Test
  void aPeerThatDoesNotListenIsAnError() throws Exception {
    start(AssociationLimits.defaults());
    int port = acceptor.port();
    acceptor.close();
    acceptor = null;
    assertThatThrownBy(() -> AssociationRequester.connect(settings(port), PROPOSALS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no connection");
  }

  @Test
  void closingIsNotHeldUpByAProviderThatHoldsUpAnEventLoop() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    provider =
        (request, responder) -> {
          begun.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return storage.onRequest(request, responder);
        };
    AssociationRequester requester = connect();
    Thread sending =
        new Thread(
            () ->
                assertThatThrownBy(
                    () -> store(requester, "2.25.1", random(10), new ArrayList<>())));
    sending.start();
    begun.await();
    assertThat(acceptor.close(1)).as("all event loops have ended").isFalse();
    goOn.countDown();
    sending.join();
    requester.close();
  }

  private static AcceptorPolicy refusing(Rejection rejection) {
    return new AcceptorPolicy() {
      @Override
      public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
        return Optional.of(rejection);
      }

      @Override
      public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
        return true;
      }
    };
  }

  private AssociationRequester connect() throws IOException {
    start(AssociationLimits.defaults());
    return open();
  }

  private AssociationRequester open() throws IOException {
    return AssociationRequester.connect(settings(acceptor.port()), PROPOSALS);
  }

  private static RequesterSettings settings(int port) {
    return RequesterSettings.of(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "SENDER", "ARCHWAY");
  }

  private void start(AssociationLimits limits) throws IOException {
    ServiceRegistry services =
        ServiceRegistry.builder()
            .add(Uids.VERIFICATION, new VerificationScp())
            .addFamily(uid -> true, provider)
            .build();
    acceptor =
        AssociationAcceptor.start(
            AssociationAcceptor.Settings.onPort(0).withLimits(limits),
            policy,
            services,
            listener,
            null);
  }

  private static DimseResult store(
      AssociationRequester requester, String uid, byte[] bytes, List<Long> progress)
      throws IOException {
    return requester.store(
        StoreRequest.of(3, Uids.CT_IMAGE_STORAGE, uid),
        Channels.newChannel(new ByteArrayInputStream(bytes)),
        progress::add);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
