package io.archway.dicom.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * {@link Pdu}s to bytes (PS3.8 9.3). A P-DATA-TF is its header and, uncopied, the content; the
 * transport gathers both into one write at the next flush. Event loop only.
 */
final class PduEncoder extends ChannelOutboundHandlerAdapter {

  /** PDU header and PDV header of a P-DATA-TF with one PDV. */
  static final int P_DATA_HEADER_LENGTH = 12;

  private static final int SHORT_PDU_LENGTH = 10;

  /** Below this a copy is cheaper than a second buffer in the gathered write. */
  private static final int COPIED_CONTENT_LENGTH = 1024;

  private volatile long bytesSent;

  /** Handed to the transport so far; from any thread. */
  long bytesSent() {
    return bytesSent;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof PDataFragment fragment) {
      writeFragment(ctx, fragment, promise);
    } else if (message instanceof Pdu pdu) {
      ByteBuf out = encode(ctx, pdu);
      bytesSent += out.readableBytes(); // only the event loop writes
      ctx.write(out, promise);
    } else {
      ctx.write(message, promise);
    }
  }

  private void writeFragment(
      ChannelHandlerContext ctx, PDataFragment fragment, ChannelPromise promise) {
    ByteBuf content = fragment.content();
    int length = content.readableBytes();
    bytesSent += P_DATA_HEADER_LENGTH + length;
    boolean copied = length <= COPIED_CONTENT_LENGTH;
    ByteBuf out = ctx.alloc().buffer(P_DATA_HEADER_LENGTH + (copied ? length : 0));
    out.writeByte(PduType.P_DATA_TF.code()).writeByte(0).writeInt(length + 6);
    out.writeInt(length + 2).writeByte(fragment.presentationContextId());
    out.writeByte((fragment.command() ? 1 : 0) | (fragment.last() ? 2 : 0));
    if (copied) {
      out.writeBytes(content);
      content.release();
      ctx.write(out, promise);
    } else {
      ctx.write(out);
      ctx.write(content, promise);
    }
  }

  private static ByteBuf encode(ChannelHandlerContext ctx, Pdu pdu) {
    if (pdu instanceof AssociateRq request) {
      return AssociateEncoder.encode(ctx.alloc(), request);
    } else if (pdu instanceof AssociateAc acceptance) {
      return AssociateEncoder.encode(ctx.alloc(), acceptance);
    } else if (pdu instanceof AssociateRj rj) {
      return shortPdu(ctx, PduType.ASSOCIATE_RJ, rj.result(), rj.source(), rj.reason());
    } else if (pdu instanceof ReleaseRq) {
      return shortPdu(ctx, PduType.RELEASE_RQ, 0, 0, 0);
    } else if (pdu instanceof ReleaseRp) {
      return shortPdu(ctx, PduType.RELEASE_RP, 0, 0, 0);
    } else if (pdu instanceof Abort abort) {
      return shortPdu(ctx, PduType.ABORT, 0, abort.source(), abort.reason());
    }
    throw new IllegalArgumentException("not encoded here: " + pdu);
  }

  private static ByteBuf shortPdu(
      ChannelHandlerContext ctx, PduType type, int second, int third, int fourth) {
    ByteBuf out = ctx.alloc().buffer(SHORT_PDU_LENGTH, SHORT_PDU_LENGTH);
    out.writeByte(type.code()).writeByte(0).writeInt(SHORT_PDU_LENGTH - 6);
    return out.writeByte(0).writeByte(second).writeByte(third).writeByte(fourth);
  }
}
