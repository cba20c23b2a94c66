package io.archway.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class PduDecoderTest {

  static final List<String> GOLDEN = GoldenPdus.ALL;

  private static final AssociationLimits LIMITS = AssociationLimits.defaults();

  private boolean paused;
  private final PduDecoder decoder = new PduDecoder(LIMITS, () -> paused);
  private final List<Throwable> errors = new ArrayList<>();
  private final List<Object> events = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder, new Ears());

  private final class Ears extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      errors.add(cause);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      events.add(event);
    }
  }

  @AfterEach
  void leavesNothingBehind() {
    channel.finishAndReleaseAll();
  }

  @ParameterizedTest
  @FieldSource("GOLDEN")
  void decodesTheSameAtEverySplit(String name) {
    byte[] bytes = GoldenPdus.bytes(name);
    List<Object> whole = decode(bytes, bytes.length);
    assertThat(whole).isNotEmpty();
    for (int split = 1; split < bytes.length; split++) {
      assertThat(decode(bytes, split)).as("split at %d", split).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @FieldSource("GOLDEN")
  void decodesTheSameByteByByte(String name) {
    byte[] bytes = GoldenPdus.bytes(name);
    List<Object> whole = decode(bytes, bytes.length);
    for (byte b : bytes) {
      channel.writeInbound(Unpooled.copiedBuffer(new byte[] {b}));
    }
    assertThat(joined()).isEqualTo(whole);
    assertThat(errors).isEmpty();
  }

  @Test
  void readsEveryItemOfARequest() {
    channel.writeInbound(GoldenPdus.buffer("associate-rq-all-items"));
    AssociateRq rq = channel.readInbound();
    assertThat(rq.calledAeTitle()).isEqualTo("ARCHWAY");
    assertThat(rq.callingAeTitle()).isEmpty();
    assertThat(rq.applicationContextUid()).isEqualTo("1.2.840.10008.3.1.1.1");
    assertThat(rq.presentationContexts())
        .containsExactly(
            new PresentationContextProposal(
                1,
                "1.2.840.10008.5.1.4.1.1.2",
                List.of("1.2.840.10008.1.2.1", "1.2.840.10008.1.2")),
            new PresentationContextProposal(
                255, "1.3.46.670589.2.5.1.1", List.of("1.2.840.10008.1.2")));
    UserInformation user = rq.userInformation();
    assertThat(user.maxPduLengthBytes()).isZero();
    assertThat(user.implementationClassUid()).isEqualTo("1.2.826.0.1.3680043.9.9999.1");
    assertThat(user.implementationVersionName()).isEqualTo("DENTAL_1.0");
    assertThat(user.asynchronousOperationsWindow())
        .isEqualTo(new AsynchronousOperationsWindow(0, 4));
    assertThat(user.roleSelections())
        .containsExactly(new RoleSelection("1.2.840.10008.5.1.4.1.1.2", false, true));
    assertThat(user.extendedNegotiations()).hasSize(1);
    assertThat(user.extendedNegotiations().get(0).applicationInformation())
        .containsExactly(2, 0, 1);
    assertThat(user.commonExtendedNegotiations())
        .containsExactly(
            new CommonExtendedNegotiation(
                "1.3.46.670589.2.5.1.1",
                "1.2.840.10008.4.2",
                List.of("1.2.840.10008.5.1.4.1.1.2")));
    assertThat(user.userIdentity().type()).isEqualTo(2);
    assertThat(user.userIdentity().positiveResponseRequested()).isTrue();
    assertThat(user.userIdentity().primaryField()).asString().isEqualTo("clerk");
    assertThat(user.userIdentity().secondaryField()).asString().isEqualTo("secret");
    assertThat(rq.toString()).doesNotContain("clerk", "secret");
  }

  @Test
  void readsAnAcceptance() {
    channel.writeInbound(GoldenPdus.buffer("associate-ac-all-items"));
    AssociateAc ac = channel.readInbound();
    assertThat(ac.presentationContexts())
        .containsExactly(
            new PresentationContextResult(
                1, PresentationContextResult.Result.ACCEPTANCE, "1.2.840.10008.1.2.1"),
            new PresentationContextResult(
                255,
                PresentationContextResult.Result.ABSTRACT_SYNTAX_NOT_SUPPORTED,
                "1.2.840.10008.1.2"));
    assertThat(ac.userInformation().userIdentityResponse()).asString().isEqualTo("ok");
  }

  @Test
  void readsShortPdus() {
    channel.writeInbound(GoldenPdus.buffer("associate-rj"));
    channel.writeInbound(GoldenPdus.buffer("abort"));
    assertThat(channel.<Object>readInbound()).isEqualTo(new AssociateRj(2, 3, 2));
    assertThat(channel.<Object>readInbound()).isEqualTo(new Abort(2, 6));
  }

  @Test
  void passesCommandAndDataOfOnePduOnInOrder() {
    channel.writeInbound(GoldenPdus.buffer("p-data-command-and-data"));
    assertFragment(true, true, 102);
    assertFragment(false, false, 11);
    assertFragment(false, true, 5);
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void passesPartsOfAPduOnBeforeItIsWhole() {
    byte[] start = {4, 0, 0, 1, 0, 6, 0, 1, 0, 2, 1, 2, 9, 9, 9};
    channel.writeInbound(Unpooled.copiedBuffer(start));
    assertFragment(false, false, 3);
    assertThat(decoder.isInsidePdu()).isTrue();
  }

  @Test
  void passesAnEmptyLastFragmentOn() {
    channel.writeInbound(hex("04 00 00000006 00000002 01 02"));
    assertFragment(false, true, 0);
    assertThat(decoder.isInsidePdu()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          08 00 00000004 00000000                     | PDU-type: 8 (expected: 1 to 7)
          00 00 00000004                              | PDU-type: 0 (expected: 1 to 7)
          01 00 00000043                              | A-ASSOCIATE-RQ length: 67 (expected: 68 to 262144)
          01 00 FFFFFFFF                              | A-ASSOCIATE-RQ length: 4294967295 (expected: 68 to 262144)
          02 00 00040001                              | A-ASSOCIATE-AC length: 262145 (expected: 68 to 262144)
          03 00 00000005                              | A-ASSOCIATE-RJ length: 5 (expected: 4)
          05 00 00000000                              | A-RELEASE-RQ length: 0 (expected: 4)
          06 00 00000008                              | A-RELEASE-RP length: 8 (expected: 4)
          07 00 00000003                              | A-ABORT length: 3 (expected: 4)
          04 00 00000000                              | P-DATA-TF length: 0 (expected: 6 to 16777216)
          04 00 01000001                              | P-DATA-TF length: 16777217 (expected: 6 to 16777216)
          04 00 00000008 00000001 01 00 00 00         | PDV length: 1 (expected: 2 to 4)
          04 00 00000008 00000005 01 00 00 00         | PDV length: 5 (expected: 2 to 4)
          04 00 00000008 FFFFFFFF 01 00 00 00         | PDV length: 4294967295 (expected: 2 to 4)
          04 00 00000009 00000002 01 00 00 00 00      | rest of P-DATA-TF after its last PDV: 3 (expected: 0 or >= 6)
          """)
  void refusesWhatIsNoPduAndTellsWhy(String bytes, String text) {
    channel.writeInbound(hex(bytes));
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).isInstanceOf(PduException.class).hasMessage(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10 00 0005 31                               | item 0x10 length: 5 (expected: <= 1)
          20 00 0004 02 000000                        | presentation context id: 2 (expected: odd)
          20 00 0004 01 000000                        | abstract syntax sub-items of context 1: 0 (expected: 1)
          20 00 0008 01 000000 30 00 0009             | item 0x30 length: 9 (expected: <= 0)
          20 00 0002 01 00                            | A-ASSOCIATE item: ends before its last field (expected: all fields)
          50 00 0006 51 00 0002 0001                  | A-ASSOCIATE item: ends before its last field (expected: all fields)
          50 00 0008 54 00 0004 0009 0101             | role selection UID length: 9 (expected: <= 2)
          50 00 000A 58 00 0006 01 01 FFFF 4142       | user identity primary field length: 65535 (expected: <= 2)
          """)
  void refusesMalformedItems(String item, String text) {
    byte[] items = ByteBufUtil.decodeHexDump(item.replace(" ", ""));
    ByteBuf rq = Unpooled.buffer().writeByte(1).writeByte(0).writeInt(68 + items.length);
    channel.writeInbound(rq.writeShort(1).writeZero(66).writeBytes(items));
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).hasMessage(text);
    assertThat(((PduException) errors.get(0)).reason())
        .isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE);
  }

  @Test
  void refusesAContextIdUsedTwice() {
    ByteBuf rq = Unpooled.buffer().writeByte(1).writeByte(0).writeInt(68 + 2 * 13);
    rq.writeShort(1).writeZero(66);
    for (int i = 0; i < 2; i++) {
      rq.writeBytes(ByteBufUtil.decodeHexDump("200000090100000030000001" + "31"));
    }
    channel.writeInbound(rq);
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).hasMessage("presentation context id: 1 (expected: one not yet used)");
  }

  @Test
  void isShutAfterAnError() {
    channel.writeInbound(hex("08 00 00000004 00000000"));
    channel.writeInbound(GoldenPdus.buffer("release-rq"));
    assertThat(errors).hasSize(1);
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void takesTheLongestAssociateRequestAllowedWithoutBelievingItsLength() {
    channel.writeInbound(hex("01 00 00040000 0001"));
    assertThat(errors).isEmpty();
    assertThat(decoder.isInsidePdu()).isTrue();
  }

  @Test
  void notesPdusLongerThanNegotiatedOnce() {
    for (int i = 0; i < 2; i++) {
      ByteBuf pdu = Unpooled.buffer().writeByte(4).writeByte(0);
      int length = LIMITS.maxPduLengthBytes() + 1;
      pdu.writeInt(length).writeInt(length - 4).writeByte(1).writeByte(0).writeZero(length - 6);
      channel.writeInbound(pdu);
    }
    assertThat(errors).isEmpty();
    assertThat(events)
        .containsExactly(
            new Oddity("P-DATA-TF length: 262145 (expected: <= 262144, as negotiated)"));
    channel.releaseInbound();
  }

  @Test
  void holdsEverythingWhilePaused() {
    paused = true;
    channel.writeInbound(GoldenPdus.buffer("p-data-command-and-data"));
    assertThat(channel.<Object>readInbound()).isNull();
    assertThat(channel.config().isAutoRead()).isFalse();
    paused = false;
    decoder.resume(channel.pipeline().context(decoder));
    assertFragment(true, true, 102);
    assertFragment(false, false, 11);
    assertFragment(false, true, 5);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void stopsBetweenTwoFragmentsOfOneBuffer() {
    channel
        .pipeline()
        .addBefore(
            channel.pipeline().lastContext().name(),
            null,
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                paused = true;
                ctx.fireChannelRead(message);
              }
            });
    channel.writeInbound(GoldenPdus.buffer("p-data-command-and-data"));
    for (int length : new int[] {102, 11, 5}) {
      assertFragment(length == 102, length != 11, length);
      assertThat(channel.<Object>readInbound()).isNull();
      paused = false;
      decoder.resume(channel.pipeline().context(decoder));
    }
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void holdsNoMoreThanAFewReceiveBuffers() {
    paused = true;
    for (int i = 0; i < 5; i++) {
      channel.writeInbound(Unpooled.buffer().writeZero(LIMITS.receiveBufferBytes()));
    }
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).hasMessageStartingWith("bytes sent ahead");
  }

  @Test
  void releasesWhatItHoldsWhenTheConnectionCloses() {
    paused = true;
    ByteBuf held = GoldenPdus.buffer("release-rq");
    channel.writeInbound(held);
    assertThat(held.refCnt()).isOne();
    channel.close();
    assertThat(held.refCnt()).isZero();
  }

  private void assertFragment(boolean command, boolean last, int length) {
    PDataFragment fragment = channel.readInbound();
    assertThat(fragment.presentationContextId()).isOne();
    assertThat(fragment.command()).isEqualTo(command);
    assertThat(fragment.last()).isEqualTo(last);
    assertThat(fragment.content().readableBytes()).isEqualTo(length);
    fragment.release();
  }

  private List<Object> decode(byte[] bytes, int split) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, split));
    channel.writeInbound(Unpooled.copiedBuffer(bytes, split, bytes.length - split));
    assertThat(errors).isEmpty();
    return joined();
  }

  /** What came, the pieces of a fragment joined, comparable. */
  private List<Object> joined() {
    List<Object> all = new ArrayList<>();
    ByteBuf open = Unpooled.buffer();
    for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
      if (message instanceof PDataFragment fragment) {
        open.writeBytes(fragment.content());
        if (fragment.last()) {
          all.add((fragment.command() ? "command " : "data ") + ByteBufUtil.hexDump(open));
          open.clear();
        }
        fragment.release();
      } else {
        all.add(comparable(message));
      }
    }
    return all;
  }

  /** Records with arrays in them are equal only as text. */
  private static Object comparable(Object pdu) {
    return pdu.toString().replaceAll("@[0-9a-f]+", "");
  }

  private static ByteBuf hex(String text) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(text.replace(" ", "")));
  }
}
