package io.archway.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.net.AssociationSummary.End;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol machine between a peer made of bytes and a user that is asked and asks. */
class UpperLayerTest {

  private static final String ABORT_USER = "07000000000400000000";
  private static final String ABORT_UNEXPECTED = "07000000000400000202";
  private static final String ABORT_INVALID = "07000000000400000206";
  private static final String RELEASE_RQ = "05000000000400000000";
  private static final String RELEASE_RP = "06000000000400000000";

  private final ScriptedUser user = new ScriptedUser();
  private EmbeddedChannel channel;
  private UpperLayer upperLayer;

  @AfterEach
  void leavesNothingBehind() {
    if (channel != null) {
      channel.finishAndReleaseAll();
    }
  }

  // Establishment.

  @Test
  void anAcceptorAnswersARequest() {
    accept();
    assertThat(user.told).containsExactly("established");
    assertThat(upperLayer.callingAeTitle()).isEqualTo("MODALITY");
    assertThat(upperLayer.calledAeTitle()).isEqualTo("ARCHWAY");
    assertThat(upperLayer.acceptedContext(1).transferSyntaxUid()).isEqualTo("1.2.840.10008.1.2");
    assertThat(upperLayer.acceptedContext(3)).isNull();
    assertThat(upperLayer.isOpen()).isTrue();
    assertThat(upperLayer.maxSentPduLengthBytes())
        .as("the peer's maximum, below ours")
        .isEqualTo(16384);
  }

  @Test
  void aRequesterAsksAndIsAnswered() {
    request();
    receive(GoldenPdus.bytes("associate-ac-storescp"));
    assertThat(user.told).containsExactly("established");
    assertThat(upperLayer.acceptedContext(1).accepted()).isTrue();
  }

  @Test
  void aRequesterIsRejected() {
    request();
    receive(GoldenPdus.bytes("associate-rj"));
    assertThat(user.told).containsExactly("rejected REJECTED 3/2");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aRequesterGivesUpWhenNoAnswerComes() {
    request();
    pass(user.limits.artimTimeoutMillis());
    assertThat(sent()).isEqualTo(ABORT_USER);
    assertThat(user.told).containsExactly("rejected TIMED_OUT 0/0");
  }

  @Test
  void anAcceptorRejectsAndWaitsForThePeerToClose() {
    user.rejection = Rejection.transientlyFor(RejectReason.TEMPORARY_CONGESTION, "disk full");
    connect();
    receive(GoldenPdus.bytes("associate-rq-echoscu"));
    assertThat(sent()).isEqualTo("03000000000400020301");
    assertThat(user.told).containsExactly("rejected REJECTED 3/1");
    assertThat(channel.isOpen()).isTrue();
    pass(user.limits.artimTimeoutMillis());
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anAcceptorClosesWhenNothingIsAsked() {
    connect();
    pass(user.limits.artimTimeoutMillis() - 1);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
    assertThat(sent()).isEmpty();
  }

  @Test
  void artimIsStoppedByTheRequest() {
    accept();
    pass(2 * user.limits.artimTimeoutMillis());
    assertThat(upperLayer.isOpen()).isTrue();
  }

  // Bad PDUs in each state.

  @ParameterizedTest
  @CsvSource({
    "associate-ac-storescp",
    "associate-rj",
    "p-data-c-echo-rq",
    "release-rq",
    "release-rp"
  })
  void whatIsNoRequestAbortsBeforeAnAssociation(String pdu) {
    connect();
    receive(GoldenPdus.bytes(pdu));
    assertThat(sent()).as("AA-1: service-user").isEqualTo(ABORT_USER);
    assertThat(user.told).containsExactly("rejected ABORTED_BY_US 0/0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abort"})
  void anAbortBeforeAnAssociationOnlyCloses(String pdu) {
    connect();
    receive(GoldenPdus.bytes(pdu));
    assertThat(sent()).isEmpty();
    assertThat(channel.isOpen()).isFalse();
    assertThat(user.told).containsExactly("rejected ABORTED_BY_PEER 2/6");
  }

  @Test
  void garbageBeforeAnAssociationAborts() {
    connect();
    receive("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(sent()).isEqualTo(ABORT_USER);
    assertThat(user.summary.text()).isEqualTo("PDU-type: 71 (expected: 1 to 7)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"associate-rq-echoscu", "associate-ac-storescp", "associate-rj", "release-rp"})
  void unexpectedPdusAbortAnAssociation(String pdu) {
    accept();
    receive(GoldenPdus.bytes(pdu));
    assertThat(sent()).as("AA-8: unexpected PDU").isEqualTo(ABORT_UNEXPECTED);
    assertThat(user.told).containsExactly("established", "ended ABORTED_BY_US 2/2");
    assertThat(upperLayer.isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"associate-rq-echoscu", "p-data-c-echo-rq", "release-rq", "release-rp"})
  void unexpectedPdusAbortARequest(String pdu) {
    request();
    receive(GoldenPdus.bytes(pdu));
    assertThat(sent()).isEqualTo(ABORT_UNEXPECTED);
    assertThat(user.told).containsExactly("rejected ABORTED_BY_US 2/2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          09 00 00000004 00000000       | 07000000000400000201 | PDU-type: 9 (expected: 1 to 7)
          04 00 FF000000                | 07000000000400000206 | P-DATA-TF length: 4278190080 (expected: 6 to 16777216)
          04 00 00000006 00000002 03 03 | 07000000000400000206 | presentation context id: 3 (expected: an accepted one)
          04 00 00000006 00000002 02 03 | 07000000000400000206 | presentation context id: 2 (expected: an accepted one)
          04 00 00000006 00000002 00 03 | 07000000000400000206 | presentation context id: 0 (expected: an accepted one)
          04 00 00000006 00000000 01 03 | 07000000000400000206 | PDV length: 0 (expected: 2 to 2)
          """)
  void invalidPdusAbortWithTheirReason(String pdu, String abort, String text) {
    accept();
    receive(ByteBufUtil.decodeHexDump(pdu.replace(" ", "")));
    assertThat(sent()).isEqualTo(abort);
    assertThat(user.summary.end()).isEqualTo(End.ABORTED_BY_US);
    assertThat(user.summary.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"associate-rq-echoscu", "p-data-c-echo-rq", "release-rq", "associate-ac-storescp"})
  void nothingIsTakenAfterAnAbort(String pdu) {
    accept();
    upperLayer.abort("enough");
    assertThat(sent()).isEqualTo(ABORT_USER);
    receive(GoldenPdus.bytes(pdu));
    assertThat(sent()).isEmpty();
    assertThat(user.told).containsExactly("established", "ended ABORTED_BY_US 0/0");
    pass(user.limits.artimTimeoutMillis());
    assertThat(channel.isOpen()).isFalse();
  }

  // Data.

  @Test
  void dataGoesBothWays() {
    accept();
    receive(GoldenPdus.bytes("p-data-c-echo-rq"));
    assertThat(user.told).containsExactly("established", "fragment 1 command last 68");
    upperLayer.sendFragment(1, false, true, Unpooled.wrappedBuffer(new byte[] {1, 2}));
    upperLayer.flush();
    assertThat(sent()).isEqualTo("040000000008" + "00000004" + "0102" + "0102");
  }

  @Test
  void dataAfterTheEndIsReleasedAndFails() {
    accept();
    receive(GoldenPdus.bytes("abort"));
    ByteBuf content = Unpooled.buffer().writeZero(5);
    assertThat(upperLayer.sendFragment(1, false, true, content).isSuccess()).isFalse();
    assertThat(content.refCnt()).isZero();
    assertThat(sent()).isEmpty();
  }

  @Test
  void whatTheUserAsksOutOfTurnDoesNothing() {
    connect();
    upperLayer.release();
    upperLayer.confirmRelease();
    receive(GoldenPdus.bytes("associate-rq-echoscu"));
    assertThat(sent()).startsWith("0200");
    upperLayer.confirmRelease();
    upperLayer.release();
    assertThat(sent()).isEqualTo(RELEASE_RQ);
    upperLayer.release();
    upperLayer.abort("enough");
    upperLayer.abort("once more");
    assertThat(sent()).isEqualTo(ABORT_USER);
    assertThat(user.summary.text()).isEqualTo("enough");
  }

  @Test
  void aFailingUserAbortsTheAssociation() {
    accept();
    user.failsOnFragment = true;
    receive(GoldenPdus.bytes("p-data-c-echo-rq"));
    assertThat(sent()).isEqualTo(ABORT_USER);
    assertThat(user.summary.text()).isEqualTo("internal error: IllegalStateException");
  }

  @Test
  void pausesAreCounted() {
    accept();
    upperLayer.pauseReading();
    upperLayer.pauseReading();
    receive(GoldenPdus.bytes("p-data-c-echo-rq"));
    upperLayer.resumeReading();
    channel.runPendingTasks();
    assertThat(user.told).containsExactly("established");
    upperLayer.resumeReading();
    channel.runPendingTasks();
    assertThat(user.told).containsExactly("established", "fragment 1 command last 68");
  }

  // Release.

  @Test
  void thePeerReleases() {
    accept();
    receive(GoldenPdus.bytes("release-rq"));
    assertThat(user.told).containsExactly("established", "release?");
    upperLayer.confirmRelease();
    assertThat(sent()).isEqualTo(RELEASE_RP);
    assertThat(user.told).containsExactly("established", "release?", "ended RELEASED -1/-1");
    channel.close();
    assertThat(user.told).hasSize(3);
  }

  @Test
  void dataMayBeSentUntilTheReleaseIsConfirmed() {
    accept();
    receive(GoldenPdus.bytes("release-rq"));
    upperLayer.sendFragment(1, true, true, Unpooled.wrappedBuffer(new byte[] {7}));
    upperLayer.flush();
    assertThat(sent()).isEqualTo("040000000007" + "00000003" + "0103" + "07");
    upperLayer.confirmRelease();
    assertThat(sent()).isEqualTo(RELEASE_RP);
  }

  @Test
  void thisSideReleases() {
    accept();
    upperLayer.release();
    assertThat(sent()).isEqualTo(RELEASE_RQ);
    receive(GoldenPdus.bytes("p-data-c-echo-rq"));
    receive(GoldenPdus.bytes("release-rp"));
    assertThat(user.told)
        .containsExactly("established", "fragment 1 command last 68", "ended RELEASED -1/-1");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aReleaseThatIsNotAnsweredIsAborted() {
    accept();
    upperLayer.release();
    assertThat(sent()).isEqualTo(RELEASE_RQ);
    pass(user.limits.artimTimeoutMillis());
    assertThat(sent()).isEqualTo(ABORT_USER);
    assertThat(user.summary.end()).isEqualTo(End.TIMED_OUT);
  }

  @Test
  void releasesCollideAtTheRequester() {
    request();
    receive(GoldenPdus.bytes("associate-ac-storescp"));
    user.confirmsReleases = true;
    upperLayer.release();
    assertThat(sent()).isEqualTo(RELEASE_RQ);
    receive(GoldenPdus.bytes("release-rq"));
    assertThat(sent()).as("AR-9, the requester answers first").isEqualTo(RELEASE_RP);
    receive(GoldenPdus.bytes("release-rp"));
    assertThat(user.told).containsExactly("established", "release?", "ended RELEASED -1/-1");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void releasesCollideAtTheAcceptor() {
    accept();
    user.confirmsReleases = true;
    upperLayer.release();
    assertThat(sent()).isEqualTo(RELEASE_RQ);
    receive(GoldenPdus.bytes("release-rq"));
    assertThat(sent()).as("AR-8, the acceptor waits for the other's answer").isEmpty();
    receive(GoldenPdus.bytes("release-rp"));
    assertThat(sent()).as("AR-4").isEqualTo(RELEASE_RP);
    assertThat(user.summary.end()).isEqualTo(End.RELEASED);
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"STA_7", "STA_8", "STA_9", "STA_10", "STA_11", "STA_12"})
  void anAbortEndsAnyStateOfTheRelease(State state) {
    bringTo(state);
    receive(GoldenPdus.bytes("abort"));
    assertThat(user.summary.end()).isEqualTo(End.ABORTED_BY_PEER);
    assertThat(user.summary.source()).isEqualTo(2);
    assertThat(user.summary.reason()).isEqualTo(6);
    assertThat(channel.isOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"STA_7", "STA_8", "STA_9", "STA_10", "STA_11", "STA_12"})
  void aNewRequestAbortsAnyStateOfTheRelease(State state) {
    bringTo(state);
    receive(GoldenPdus.bytes("associate-rq-echoscu"));
    assertThat(sent()).isEqualTo(ABORT_UNEXPECTED);
    assertThat(user.summary.end()).isEqualTo(End.ABORTED_BY_US);
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"STA_6", "STA_7", "STA_8", "STA_9", "STA_10", "STA_11", "STA_12"})
  void aLostConnectionEndsAnyState(State state) {
    bringTo(state);
    channel.close();
    assertThat(user.summary.end()).isEqualTo(End.CONNECTION_LOST);
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"STA_6", "STA_7", "STA_8", "STA_9", "STA_10", "STA_11", "STA_12"})
  void thisSideMayAbortInAnyState(State state) {
    bringTo(state);
    upperLayer.abort("enough");
    assertThat(sent()).isEqualTo(ABORT_USER);
    assertThat(user.summary.text()).isEqualTo("enough");
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"STA_6", "STA_7", "STA_8", "STA_9", "STA_10", "STA_11", "STA_12"})
  void anInvalidPduAbortsAnyState(State state) {
    bringTo(state);
    receive(ByteBufUtil.decodeHexDump("050000000009"));
    assertThat(sent()).isEqualTo(ABORT_INVALID);
    assertThat(user.summary.text()).isEqualTo("A-RELEASE-RQ length: 9 (expected: 4)");
  }

  // Waits.

  @Test
  void silenceIsEndedAtItsLimit() {
    accept();
    pass(user.limits.idleTimeoutMillis() / 2);
    receive(GoldenPdus.bytes("p-data-c-echo-rq"));
    pass(user.limits.idleTimeoutMillis() - 2000);
    assertThat(upperLayer.isOpen()).isTrue();
    pass(3000);
    assertThat(user.summary.end()).isEqualTo(End.TIMED_OUT);
    assertThat(user.summary.text()).isEqualTo("silent for idleTimeoutMillis: 300000");
    assertThat(sent()).isEqualTo(ABORT_USER);
  }

  @Test
  void silenceIsNotIdlenessWhileThisSideIsBusy() {
    accept();
    upperLayer.setBusy(true);
    pass(3 * user.limits.idleTimeoutMillis());
    assertThat(upperLayer.isOpen()).isTrue();
    upperLayer.setBusy(false);
    pass(user.limits.idleTimeoutMillis() + 2000);
    assertThat(user.summary.end()).isEqualTo(End.TIMED_OUT);
  }

  @Test
  void aPduThatTricklesIsEndedAtItsLimit() {
    accept();
    byte[] pdu = GoldenPdus.bytes("p-data-c-echo-rq");
    for (int i = 0; i < 60 && upperLayer.isOpen(); i++) {
      receive(new byte[] {pdu[i]});
      pass(5000);
    }
    assertThat(user.summary.end()).isEqualTo(End.TIMED_OUT);
    assertThat(user.summary.text()).contains("pduTimeoutMillis: 120000");
  }

  @Test
  void aPduMayTakeItsTimeWhileThisSideDoesNotRead() {
    accept();
    byte[] pdu = GoldenPdus.bytes("p-data-c-echo-rq");
    receive(java.util.Arrays.copyOf(pdu, 20));
    upperLayer.pauseReading();
    pass(10 * user.limits.pduTimeoutMillis());
    upperLayer.resumeReading();
    channel.runPendingTasks();
    pass(user.limits.pduTimeoutMillis() - 2000);
    assertThat(upperLayer.isOpen()).isTrue();
    pass(3000);
    assertThat(user.summary.text()).contains("pduTimeoutMillis: 120000");
  }

  @Test
  void noAssociationLivesForEver() {
    accept();
    upperLayer.setBusy(true);
    pass(user.limits.totalTimeoutMillis() + 1000);
    assertThat(user.summary.end()).isEqualTo(End.TIMED_OUT);
    assertThat(user.summary.text()).contains("totalTimeoutMillis");
  }

  // The harness.

  private void bringTo(State state) {
    boolean requester = state == State.STA_9 || state == State.STA_11;
    if (requester) {
      request();
      receive(GoldenPdus.bytes("associate-ac-storescp"));
    } else {
      accept();
    }
    List<Runnable> steps = new ArrayList<>();
    switch (state) {
      case STA_6 -> {}
      case STA_7 -> steps.add(upperLayer::release);
      case STA_8 -> steps.add(() -> receive(GoldenPdus.bytes("release-rq")));
      case STA_9, STA_10 -> {
        steps.add(upperLayer::release);
        steps.add(() -> receive(GoldenPdus.bytes("release-rq")));
      }
      case STA_11 -> {
        steps.add(upperLayer::release);
        steps.add(() -> receive(GoldenPdus.bytes("release-rq")));
        steps.add(upperLayer::confirmRelease);
      }
      case STA_12 -> {
        steps.add(upperLayer::release);
        steps.add(() -> receive(GoldenPdus.bytes("release-rq")));
        steps.add(() -> receive(GoldenPdus.bytes("release-rp")));
      }
      case STA_1, STA_2, STA_3, STA_4, STA_5, STA_13 ->
          throw new IllegalArgumentException("not a state of an association: " + state);
    }
    steps.forEach(Runnable::run);
    sent();
  }

  private void connect() {
    open(AssociationSide.acceptor(user, null, user, user));
  }

  private void accept() {
    connect();
    receive(GoldenPdus.bytes("associate-rq-echoscu"));
    assertThat(sent()).startsWith("0200");
  }

  private void request() {
    AssociateRq proposal =
        new AssociateRq(
            1,
            "ARCHWAY",
            "MODALITY",
            "1.2.840.10008.3.1.1.1",
            List.of(
                new PresentationContextProposal(
                    1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"))),
            UserInformation.of(16384, "1.2", null));
    open(AssociationSide.requester(proposal, user, user));
    assertThat(sent()).startsWith("0100");
  }

  private void open(AssociationSide side) {
    upperLayer = new UpperLayer(side, user.limits, 1);
    channel = new EmbeddedChannel();
    channel.freezeTime();
    channel.pipeline().addLast(upperLayer);
    channel.pipeline().fireChannelActive();
  }

  private void receive(byte[] bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
  }

  /** In steps no longer than a tick, as time passes. */
  private void pass(long millis) {
    for (long left = millis; left > 0; left -= 1000) {
      channel.advanceTimeBy(Math.min(left, 1000), TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
  }

  private String sent() {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    return ByteBufUtil.hexDump(all);
  }
}
