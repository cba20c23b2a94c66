package io.archway.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.net.Abort;
import io.archway.dicom.net.AcceptorPolicy;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.AssociationLimits;
import io.archway.dicom.net.AssociationSummary.End;
import io.archway.dicom.net.AssociationSummary.OperationCount;
import io.archway.dicom.net.EmbeddedAssociation;
import io.archway.dicom.net.EmbeddedAssociation.Sent;
import io.archway.dicom.net.PDataFragment;
import io.archway.dicom.net.Rejection;
import io.archway.dicom.net.ReleaseRp;
import io.archway.dicom.net.ReleaseRq;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DimseSessionTest {

  private static final int ECHO = 1;
  private static final int CT = 3;
  private static final int FIND = 5;
  private static final int NO_SERVICE = 7;
  private static final String MWL = "1.2.840.10008.5.1.4.31";

  private final RecordingListener listener = new RecordingListener();
  private final RecordingProvider provider = new RecordingProvider();
  private AssociationLimits limits = AssociationLimits.defaults();
  private long peerMaxPduLengthBytes;
  private EmbeddedAssociation association;

  @AfterEach
  void leavesNothingBehind() {
    if (association != null) {
      association.close();
    }
  }

  // Requests.

  @Test
  void answersAnEcho() {
    open();
    receive(ECHO, request(DimseOperation.C_ECHO, 7, Uids.VERIFICATION, null, false));
    CommandSet response = response();
    assertThat(response.commandField()).isEqualTo(0x8030);
    assertThat(response.messageIdBeingRespondedTo()).isEqualTo(7);
    assertThat(response.sopClassUid()).isEqualTo(Uids.VERIFICATION);
    assertThat(response.status()).isZero();
    assertThat(response.hasDataSet()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 30, 1000})
  void aCommandMayComeInAnyFragments(int size) {
    open();
    byte[] command = request(DimseOperation.C_ECHO, 7, Uids.VERIFICATION, null, false).encode();
    for (int from = 0; from < command.length; from += size) {
      byte[] part = Arrays.copyOfRange(command, from, Math.min(from + size, command.length));
      association.receive(fragment(ECHO, true, from + size >= command.length, part));
    }
    assertThat(response().status()).isZero();
  }

  @Test
  void streamsADataSetToTheProvider() {
    open();
    association.receiveTogether(
        command(CT, store(9)), data(CT, false, "abc"), data(CT, false, ""), data(CT, true, "def"));
    assertThat(provider.log).containsExactly("C-STORE 9 2.25.9", "abc", "", "def", "complete");
    assertThat(association.sent()).isEmpty();
    provider.responders.get(0).respond(DimseStatus.SUCCESS);
    CommandSet response = response();
    assertThat(response.commandField()).isEqualTo(0x8001);
    assertThat(response.sopClassUid()).isEqualTo(Uids.CT_IMAGE_STORAGE);
    assertThat(response.sopInstanceUid()).isEqualTo("2.25.9");
  }

  @Test
  void refusesWithCommentAndOffendingElements() {
    open();
    association.receiveTogether(command(CT, store(9)), data(CT, true, "x"));
    provider
        .responders
        .get(0)
        .respond(
            DimseResponse.of(DimseStatus.CANNOT_UNDERSTAND)
                .withErrorComment("Umlaut ü, backslash \\ and " + "more ".repeat(20))
                .withOffendingElements(List.of(Tag.SOP_CLASS_UID, Tag.SOP_INSTANCE_UID)));
    CommandSet response = response();
    assertThat(response.status()).isEqualTo(0xC000);
    assertThat(response.errorComment())
        .startsWith("Umlaut ?, backslash ? and more")
        .hasSizeLessThanOrEqualTo(64);
    assertThat(response.elements().bytes(Tag.OFFENDING_ELEMENT))
        .containsExactly(8, 0, 0x16, 0, 8, 0, 0x18, 0);
  }

  @Test
  void anEarlyAnswerWaitsForTheEndOfTheDataSet() {
    open();
    association.receiveTogether(command(CT, store(9)), data(CT, false, "abc"));
    provider.responders.get(0).respond(DimseStatus.OUT_OF_RESOURCES, "full");
    association.receive(data(CT, false, "def"));
    assertThat(association.sent()).isEmpty();
    association.receive(data(CT, true, "ghi"));
    assertThat(response().status()).isEqualTo(0xA700);
    assertThat(provider.log).containsExactly("C-STORE 9 2.25.9", "abc");
  }

  @Test
  void aSecondFinalAnswerIsAnError() {
    open();
    association.receiveTogether(command(CT, store(9)), data(CT, true, "abc"));
    Responder responder = provider.responders.get(0);
    responder.respond(DimseStatus.SUCCESS);
    assertThatThrownBy(() -> responder.respond(DimseStatus.SUCCESS))
        .isInstanceOf(IllegalStateException.class);
    assertThat(association.sent()).hasSize(1);
  }

  @Test
  void aDataSetNobodyWantsIsReadAndThrownAway() {
    open();
    provider.takesNoData = true;
    association.receiveTogether(command(CT, store(9)), data(CT, true, "abc"));
    provider.responders.get(0).respond(DimseStatus.SUCCESS);
    assertThat(response().status()).isZero();
    receive(ECHO, request(DimseOperation.C_ECHO, 10, Uids.VERIFICATION, null, false));
    assertThat(response().status()).isZero();
  }

  @Test
  void aProviderThatThrowsAnswersProcessingFailure() {
    open();
    provider.failsAt = "request";
    association.receiveTogether(command(CT, store(9)), data(CT, true, "abc"));
    assertThat(response().status()).isEqualTo(0x0110);
    provider.failsAt = "fragment";
    association.receiveTogether(command(CT, store(10)), data(CT, true, "abc"));
    assertThat(response().status()).isEqualTo(0x0110);
    provider.failsAt = "complete";
    association.receiveTogether(command(CT, store(11)), data(CT, true, "abc"));
    assertThat(response().status()).isEqualTo(0x0110);
    assertThat(provider.log).containsSubsequence("aborted", "abc", "aborted");
  }

  @Test
  void anUnknownOperationIsAnswered0211() {
    open();
    CommandSet command = request(DimseOperation.C_ECHO, 7, Uids.VERIFICATION, null, false);
    command.putShort(Tag.COMMAND_FIELD, 0x0777);
    receive(ECHO, command);
    CommandSet response = response();
    assertThat(response.commandField()).isEqualTo(0x8777);
    assertThat(response.status()).isEqualTo(0x0211);
    assertThat(response.errorComment()).isEqualTo("Command Field: 0x0777 unknown");
  }

  @Test
  void anOperationTheServiceDoesNotHaveIsAnswered0211() {
    open();
    receive(ECHO, request(DimseOperation.C_FIND, 7, Uids.VERIFICATION, null, false));
    assertThat(response().status()).isEqualTo(0x0211);
  }

  @Test
  void aContextWithoutServiceIsAnswered0122() {
    open();
    association.receiveTogether(
        command(NO_SERVICE, request(DimseOperation.N_CREATE, 7, "1.2.3", null, true)),
        data(NO_SERVICE, true, "abc"));
    CommandSet response = response();
    assertThat(response.status()).isEqualTo(0x0122);
    assertThat(response.errorComment()).isEqualTo("no service for 1.2.3");
  }

  // One operation at a time.

  @Test
  void requestsSentAheadAreAnsweredOneByOne() {
    open();
    association.receiveTogether(
        command(CT, store(1)),
        data(CT, true, "one"),
        command(CT, store(2)),
        data(CT, true, "two"),
        command(CT, store(3)),
        data(CT, true, "three"),
        new ReleaseRq());
    assertThat(provider.log).containsExactly("C-STORE 1 2.25.1", "one", "complete");
    assertThat(association.channel().config().isAutoRead()).isFalse();
    for (int i = 0; i < 3; i++) {
      provider.responders.get(i).respond(DimseStatus.SUCCESS);
      List<Sent> sent = association.sent();
      assertThat(command(sent.get(0)).messageIdBeingRespondedTo()).isEqualTo(i + 1);
      if (i == 2) {
        assertThat(sent.get(1).pdu()).isInstanceOf(ReleaseRp.class);
      }
    }
    assertThat(provider.log).endsWith("C-STORE 3 2.25.3", "three", "complete");
    assertThat(listener.ended.element().operations())
        .containsExactly(new OperationCount("C-STORE", 0, 3));
  }

  @Test
  void aReleaseWaitsForTheAnswer() {
    open();
    association.receiveTogether(command(CT, store(1)), data(CT, true, "one"), new ReleaseRq());
    assertThat(association.sent()).isEmpty();
    provider.responders.get(0).respond(DimseStatus.SUCCESS);
    List<Sent> sent = association.sent();
    assertThat(command(sent.get(0)).status()).isZero();
    assertThat(sent.get(1).pdu()).isInstanceOf(ReleaseRp.class);
    assertThat(listener.ended.element().end()).isEqualTo(End.RELEASED);
  }

  @Test
  void anAnswerAfterTheEndGoesNowhere() {
    open();
    association.receiveTogether(command(CT, store(1)), data(CT, true, "one"), new Abort(0, 0));
    assertThat(listener.ended.element().end()).isEqualTo(End.ABORTED_BY_PEER);
    provider.responders.get(0).respond(DimseStatus.SUCCESS);
    assertThat(association.sent()).isEmpty();
    assertThat(provider.log).endsWith("complete");
  }

  @Test
  void aLostDataSetIsAborted() {
    open();
    association.receiveTogether(command(CT, store(1)), data(CT, false, "one"));
    association.channel().close();
    assertThat(provider.log).containsExactly("C-STORE 1 2.25.1", "one", "aborted");
  }

  // Queries: pending answers and cancel.

  @Test
  void sendsPendingAnswersWithTheirDataSets() {
    open();
    find(4);
    Responder responder = provider.responders.get(0);
    DataSet match = new DataSet().put(Tag.PATIENT_ID, Vr.LO, "P1");
    CompletionStage<Void> sent =
        responder.respondPending(DimseResponse.of(DimseStatus.PENDING).withDataSet(match));
    assertThat(sent.toCompletableFuture()).isCompleted();
    responder.respond(DimseStatus.SUCCESS);
    List<Sent> all = association.sent();
    assertThat(command(all.get(0)).status()).isEqualTo(0xFF00);
    assertThat(command(all.get(0)).hasDataSet()).isTrue();
    assertThat(all.get(1).command()).isFalse();
    DataSet read = DataSets.read(all.get(1).message(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(read.string(Tag.PATIENT_ID)).isEqualTo("P1");
    assertThat(command(all.get(2)).status()).isZero();
    assertThat(command(all.get(2)).hasDataSet()).isFalse();
  }

  @Test
  void answersMayBeGivenTogether() {
    open();
    find(4);
    Responder responder = provider.responders.get(0);
    DimseResponse pending = DimseResponse.of(DimseStatus.PENDING);
    responder.respondPending(
        List.of(pending, pending.withDataSet(new DataSet().put(Tag.PATIENT_ID, Vr.LO, "P1"))));
    responder.respondPending(DimseResponse.of(DimseStatus.PENDING_WITH_UNSUPPORTED_OPTIONAL_KEYS));
    List<Sent> all = association.sent();
    assertThat(all).hasSize(4);
    assertThat(command(all.get(0)).hasDataSet()).isFalse();
    assertThat(command(all.get(1)).hasDataSet()).isTrue();
    assertThat(command(all.get(3)).status()).isEqualTo(0xFF01);
  }

  @Test
  void aSlowPeerHoldsPendingAnswersBack() {
    open();
    find(4);
    association.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    CompletionStage<Void> sent =
        provider.responders.get(0).respondPending(DimseResponse.of(DimseStatus.PENDING));
    assertThat(sent.toCompletableFuture()).isNotDone();
    association.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    association.channel().runPendingTasks();
    assertThat(sent.toCompletableFuture()).isCompleted();
  }

  @Test
  void aPeerThatTakesNoAnswersGetsNoMore() {
    open();
    association.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    CommandSet echo = request(DimseOperation.C_ECHO, 7, Uids.VERIFICATION, null, false);
    for (int i = 0; i < 100; i++) {
      receive(ECHO, echo);
    }
    assertThat(association.sent()).hasSize(1);
    association.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    assertThat(association.sent()).hasSize(99);
  }

  @Test
  void pendingAnswersFailWhenTheAssociationEnds() {
    open();
    find(4);
    association.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    CompletionStage<Void> waiting =
        provider.responders.get(0).respondPending(DimseResponse.of(DimseStatus.PENDING));
    association.channel().close();
    assertThat(waiting.toCompletableFuture()).isCompletedExceptionally();
    assertThat(
            provider
                .responders
                .get(0)
                .respondPending(DimseResponse.of(DimseStatus.PENDING))
                .toCompletableFuture())
        .isCompletedExceptionally();
  }

  @Test
  void aCancelReachesTheOperationItNames() {
    open();
    find(4);
    provider.responders.get(0).onCancel(() -> provider.log.add("cancelled"));
    receive(FIND, cancel(99));
    assertThat(provider.log).doesNotContain("cancelled");
    receive(FIND, cancel(4));
    receive(FIND, cancel(4));
    assertThat(provider.log).containsOnlyOnce("cancelled");
    provider.responders.get(0).respond(DimseStatus.CANCEL);
    assertThat(response().status()).isEqualTo(0xFE00);
    receive(FIND, cancel(4));
    assertThat(association.sent()).isEmpty();
  }

  @Test
  void aCancelIsNotMissedByALateListener() {
    open();
    find(4);
    receive(FIND, cancel(4));
    provider.responders.get(0).onCancel(() -> provider.log.add("cancelled"));
    assertThat(provider.log).contains("cancelled");
  }

  // What is no DIMSE.

  @Test
  void dataBeforeACommandAborts() {
    open();
    association.receive(data(CT, true, "abc"));
    assertAborted("data fragment without a command set before it");
  }

  @Test
  void aCommandInsideADataSetAborts() {
    open();
    association.receiveTogether(command(CT, store(1)), data(CT, false, "a"), command(CT, store(2)));
    assertAborted("command fragment before the end of a data set");
    assertThat(provider.log).endsWith("aborted");
  }

  @Test
  void dataOfAnotherContextAborts() {
    open();
    association.receiveTogether(command(CT, store(1)), data(ECHO, true, "a"));
    assertAborted("presentation context id of a data fragment: 1 (expected: 3");
  }

  @Test
  void commandFragmentsOfTwoContextsAbort() {
    open();
    byte[] command = store(1).encode();
    association.receive(fragment(CT, true, false, Arrays.copyOf(command, 20)));
    association.receive(fragment(ECHO, true, false, Arrays.copyOf(command, 20)));
    assertAborted("presentation context id of a command fragment: 1 (expected: 3");
  }

  @Test
  void aCommandSetIsTakenUpToTheLimit() {
    limits = Limits.changed().commandSet(2048).build();
    open();
    CommandSet command = request(DimseOperation.C_ECHO, 7, Uids.VERIFICATION, null, false);
    int room = 2048 - command.encode().length - 8;
    command.elements().put(Tag.ERROR_COMMENT, Vr.LO, "x".repeat(room));
    assertThat(command.encode()).hasSize(2048);
    receive(ECHO, command);
    assertThat(response().status()).isZero();
    association.receive(fragment(ECHO, true, false, command.encode()));
    association.receive(fragment(ECHO, true, false, new byte[1]));
    assertAborted("command set length: 2049 so far (expected: <= 2048)");
  }

  @Test
  void whatIsNoCommandSetAborts() {
    open();
    association.receive(fragment(ECHO, true, true, new byte[] {1, 2, 3}));
    assertAborted("command set: ");
  }

  @Test
  void aCommandSetWithElementsOfAnotherGroupAborts() {
    open();
    CommandSet command = request(DimseOperation.C_ECHO, 7, Uids.VERIFICATION, null, false);
    command.elements().put(Tag.SOP_CLASS_UID, Vr.UI, "1.2");
    receive(ECHO, command);
    assertAborted("(0008,0016) in a command set (expected: group 0000)");
  }

  @ParameterizedTest
  @ValueSource(ints = {Tag.COMMAND_FIELD, Tag.MESSAGE_ID, Tag.COMMAND_DATA_SET_TYPE})
  void aCommandWithoutWhatEveryCommandHasAborts(int tag) {
    open();
    CommandSet command = request(DimseOperation.C_ECHO, 7, Uids.VERIFICATION, null, false);
    command.elements().remove(tag);
    receive(ECHO, command);
    assertAborted("missing (expected: one US value)");
  }

  @Test
  void anAnswerToNothingAborts() {
    open();
    receive(
        ECHO,
        CommandSet.response(request(DimseOperation.C_ECHO, 7, Uids.VERIFICATION, null, false), 0)
            .putDataSetFollows(false));
    assertAborted("response to message 7 (expected: one that was sent)");
  }

  // What goes out fits the peer.

  @Test
  void answersAreCutToThePdusThePeerTakes() {
    peerMaxPduLengthBytes = 32;
    open();
    find(4);
    DataSet match = new DataSet().put(Tag.PATIENT_ID, Vr.LO, "P".repeat(60));
    provider
        .responders
        .get(0)
        .respondPending(DimseResponse.of(DimseStatus.PENDING).withDataSet(match));
    association.channel().runPendingTasks();
    List<Integer> lengths = new ArrayList<>();
    for (ByteBuf part = association.channel().readOutbound();
        part != null;
        part = association.channel().readOutbound()) {
      lengths.add(part.getInt(2));
      part.release();
    }
    assertThat(lengths).hasSizeGreaterThan(5).allMatch(length -> length <= 32);
  }

  // The harness.

  private void open() {
    ServiceRegistry services =
        ServiceRegistry.builder()
            .add(Uids.VERIFICATION, new VerificationScp())
            .add(Uids.CT_IMAGE_STORAGE, provider)
            .add(MWL, provider)
            .build();
    association =
        new EmbeddedAssociation(
            services,
            listener,
            limits,
            new AcceptAll(),
            peerMaxPduLengthBytes,
            Uids.VERIFICATION,
            Uids.CT_IMAGE_STORAGE,
            MWL,
            "1.2.3");
  }

  private void find(int messageId) {
    association.receiveTogether(
        command(FIND, request(DimseOperation.C_FIND, messageId, MWL, null, true)),
        data(FIND, true, "keys"));
    assertThat(provider.log).endsWith("complete");
  }

  private static CommandSet store(int messageId) {
    return request(
        DimseOperation.C_STORE, messageId, Uids.CT_IMAGE_STORAGE, "2.25." + messageId, true);
  }

  private static CommandSet request(
      DimseOperation operation, int messageId, String sopClass, String instance, boolean data) {
    return CommandSet.request(operation)
        .putShort(Tag.MESSAGE_ID, messageId)
        .putUid(Tag.AFFECTED_SOP_CLASS_UID, sopClass)
        .putUid(Tag.AFFECTED_SOP_INSTANCE_UID, instance)
        .putDataSetFollows(data);
  }

  private static CommandSet cancel(int messageId) {
    return CommandSet.request(DimseOperation.C_CANCEL)
        .putShort(Tag.MESSAGE_ID_BEING_RESPONDED_TO, messageId)
        .putDataSetFollows(false);
  }

  private void receive(int contextId, CommandSet command) {
    association.receive(command(contextId, command));
  }

  private static PDataFragment command(int contextId, CommandSet command) {
    return fragment(contextId, true, true, command.encode());
  }

  private static PDataFragment data(int contextId, boolean last, String text) {
    return fragment(contextId, false, last, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static PDataFragment fragment(
      int contextId, boolean command, boolean last, byte[] bytes) {
    return new PDataFragment(contextId, command, last, Unpooled.wrappedBuffer(bytes));
  }

  private CommandSet response() {
    List<Sent> sent = association.sent();
    assertThat(sent).hasSize(1);
    return command(sent.get(0));
  }

  private static CommandSet command(Sent sent) {
    assertThat(sent.command()).isTrue();
    CommandSet command = CommandSet.decode(java.nio.ByteBuffer.wrap(sent.message()));
    assertThat(command.problem()).isNull();
    return command;
  }

  private void assertAborted(String text) {
    List<Sent> sent = association.sent();
    assertThat(sent.get(sent.size() - 1).pdu()).isEqualTo(new Abort(0, 0));
    assertThat(listener.ended.element().end()).isEqualTo(End.ABORTED_BY_US);
    assertThat(listener.ended.element().text()).contains(text);
  }

  private static final class AcceptAll implements AcceptorPolicy {
    @Override
    public Optional<Rejection> refuse(AssociateRq request, InetSocketAddress peer) {
      return Optional.empty();
    }

    @Override
    public boolean acceptsAbstractSyntax(String abstractSyntaxUid, AssociateRq request) {
      return true;
    }
  }

  /** Writes down what it is asked and leaves the answers to the test. */
  private static final class RecordingProvider implements ServiceClassProvider {

    final List<String> log = new ArrayList<>();
    final List<Responder> responders = new ArrayList<>();
    String failsAt = "";
    boolean takesNoData;

    @Override
    public DataSetSink onRequest(DimseRequest request, Responder responder) {
      failAt("request");
      responders.add(responder);
      log.add(
          request.operation().label() + " " + request.messageId() + " " + request.sopInstanceUid());
      return takesNoData ? null : new Sink();
    }

    private void failAt(String point) {
      if (failsAt.equals(point)) {
        throw new IllegalStateException("on purpose at " + point);
      }
    }

    private final class Sink implements DataSetSink {
      @Override
      public void onFragment(ByteBuf fragment) {
        failAt("fragment");
        log.add(fragment.toString(StandardCharsets.US_ASCII));
      }

      @Override
      public void onComplete() {
        failAt("complete");
        log.add("complete");
      }

      @Override
      public void onAbort(Throwable cause) {
        log.add("aborted");
      }
    }
  }
}
