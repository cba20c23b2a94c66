package io.archway.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Uids;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.EncoderException;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PduEncoderTest {

  static final List<String> GOLDEN = GoldenPdus.ALL;

  private final PduEncoder encoder = new PduEncoder();
  private final EmbeddedChannel out = new EmbeddedChannel(encoder);
  private final EmbeddedChannel in =
      new EmbeddedChannel(new PduDecoder(AssociationLimits.defaults(), () -> false));
  private final EmbeddedChannel again =
      new EmbeddedChannel(new PduDecoder(AssociationLimits.defaults(), () -> false));

  @AfterEach
  void leavesNothingBehind() {
    List.of(out, in, again).forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @ParameterizedTest
  @FieldSource("GOLDEN")
  void whatIsDecodedIsEncodedToTheSameMeaning(String name) {
    in.writeInbound(GoldenPdus.buffer(name));
    for (Pdu pdu = in.readInbound(); pdu != null; pdu = in.readInbound()) {
      String meaning = meaning(pdu);
      out.writeOutbound(pdu);
      again.writeInbound(written());
      Pdu decodedAgain = again.readInbound();
      assertThat(meaning(decodedAgain)).isEqualTo(meaning);
      ReferenceCountUtil.release(decodedAgain);
    }
  }

  private static String meaning(Pdu pdu) {
    return pdu instanceof PDataFragment fragment
        ? fragment.command() + " " + fragment.last() + " " + ByteBufUtil.hexDump(fragment.content())
        : pdu.toString().replaceAll("@[0-9a-f]+", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"release-rq", "release-rp", "associate-rj", "abort"})
  void shortPdusAreTheGoldenBytes(String name) {
    in.writeInbound(GoldenPdus.buffer(name));
    out.writeOutbound(in.<Pdu>readInbound());
    assertThat(ByteBufUtil.getBytes(written())).isEqualTo(GoldenPdus.bytes(name));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1024, 1025, 100_000})
  void aFragmentOfAnyLengthIsOnePdu(int length) {
    ByteBuf content = Unpooled.buffer().writeZero(length);
    out.writeOutbound(new PDataFragment(3, false, true, content));
    ByteBuf pdu = written();
    assertThat(pdu.readableBytes()).isEqualTo(length + 12);
    assertThat(encoder.bytesSent()).isEqualTo(length + 12);
    assertThat(ByteBufUtil.hexDump(pdu, 0, 12))
        .isEqualTo(String.format("0400%08x%08x0302", length + 6, length + 2));
    assertThat(content.refCnt()).as("released once written").isLessThanOrEqualTo(1);
  }

  @Test
  void anAeTitleOfMoreThan16CharactersIsAnError() {
    AssociateRq rq =
        new AssociateRq(
            1,
            "A".repeat(17),
            "",
            Uids.DICOM_APPLICATION_CONTEXT,
            List.of(),
            UserInformation.of(0, "1.2", null));
    assertThatThrownBy(() -> out.writeOutbound(rq))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(IllegalArgumentException.class),
            e -> assertThat(e).isInstanceOf(EncoderException.class))
        .hasMessageContaining("AE title length: 17 (expected: <= 16)");
  }

  private ByteBuf written() {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = out.readOutbound(); part != null; part = out.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    return all;
  }
}
