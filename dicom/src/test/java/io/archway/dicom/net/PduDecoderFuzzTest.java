package io.archway.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;

/** Any bytes are either PDUs or one clear error, however they are split, and nothing leaks. */
class PduDecoderFuzzTest {

  @FuzzTest
  void decode(byte[] bytes) {
    String whole = decode(bytes, Math.max(1, bytes.length));
    assertThat(decode(bytes, 1)).isEqualTo(whole);
    assertThat(decode(bytes, 7)).isEqualTo(whole);
  }

  @FuzzTest
  void survive(byte[] bytes) {
    ScriptedUser user = new ScriptedUser();
    user.confirmsReleases = true;
    UpperLayer upperLayer =
        new UpperLayer(AssociationSide.acceptor(user, null, user, user), user.limits, 1);
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.pipeline().addLast(upperLayer);
    channel.pipeline().fireChannelActive();
    ByteBuf request = GoldenPdus.buffer("associate-rq-echoscu");
    channel.writeInbound(request);
    ByteBuf in = Unpooled.buffer().writeBytes(bytes);
    channel.writeInbound(in);
    channel.finishAndReleaseAll();
    assertThat(upperLayer.isOpen()).isFalse();
    assertThat(user.summary).isNotNull();
    assertThat(user.summary.text()).doesNotContain("internal error");
    assertThat(in.refCnt()).isZero();
  }

  /** What came, as text: PDUs, fragments joined up to their end or the error. */
  private static String decode(byte[] bytes, int step) {
    StringBuilder told = new StringBuilder();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new PduDecoder(AssociationLimits.defaults(), () -> false), new Teller(told));
    for (int from = 0; from < bytes.length; from += step) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, from, Math.min(step, bytes.length - from)));
    }
    channel.finishAndReleaseAll();
    return told.toString();
  }

  private static final class Teller extends ChannelInboundHandlerAdapter {

    private final StringBuilder told;

    Teller(StringBuilder told) {
      this.told = told;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof PDataFragment fragment) {
        told.append(ByteBufUtil.hexDump(fragment.content()));
        told.append(fragment.last() ? fragment.presentationContextId() + ";" : "");
      } else {
        told.append(message.toString().replaceAll("@[0-9a-f]+", ""));
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      assertThat(cause).isInstanceOf(PduException.class);
      told.append("error ").append(cause.getMessage());
    }
  }
}
