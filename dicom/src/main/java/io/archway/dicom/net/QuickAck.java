package io.archway.dicom.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;

/**
 * Asks the kernel to acknowledge at once. A sender that leaves Nagle's algorithm on and writes a
 * message in two parts otherwise waits some 40 ms for the delayed acknowledgement, at every object.
 * The kernel forgets the wish, so it is repeated after every read. Event loop only.
 */
final class QuickAck extends ChannelInboundHandlerAdapter {

  private final ChannelOption<Boolean> option;
  private boolean supported = true;

  QuickAck(ChannelOption<Boolean> option) {
    this.option = option;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ask(ctx);
    ctx.fireChannelActive();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ask(ctx);
    ctx.fireChannelReadComplete();
  }

  /** Whether the kernel was last asked with success. */
  boolean isSupported() {
    return supported;
  }

  private void ask(ChannelHandlerContext ctx) {
    if (supported && ctx.channel().isActive()) {
      try {
        supported = ctx.channel().config().setOption(option, true);
      } catch (RuntimeException closedMeanwhile) {
        supported = false;
      }
    }
  }
}
