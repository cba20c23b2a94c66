package io.archway.dicom.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Bytes to {@link Pdu}s (PS3.8 9.3). Of a P-DATA-TF every part is passed on at once as a slice of
 * what was read; only the other PDUs, which are small, are collected. While reading is paused no
 * PDU leaves: what was already read is held, and no more is read. Event loop only.
 *
 * <pre>
 * PDU            type 1, reserved 1, length 4, then length bytes
 * P-DATA-TF      one or more of: PDV length 4, context id 1, control header 1, PDV length - 2 bytes
 * </pre>
 */
final class PduDecoder extends ChannelInboundHandlerAdapter {

  private static final int HEADER_LENGTH = 6;
  private static final int SHORT_BODY_LENGTH = 4;
  private static final int FIRST_BODY_BUFFER = 512;
  private static final int HELD_RECEIVE_BUFFERS = 4;

  private enum Expecting {
    PDU_HEADER,
    PDU_BODY,
    PDV_HEADER,
    PDV_BODY,
    NOTHING
  }

  private final AssociationLimits limits;
  private final BooleanSupplier paused;
  private final BodyMemory bodies;
  private final Deque<ByteBuf> held = new ArrayDeque<>();
  private final ByteBuf header = Unpooled.buffer(HEADER_LENGTH, HEADER_LENGTH);

  private Expecting expecting = Expecting.PDU_HEADER;
  private PduType type;
  private long pduRemaining;
  private long pduStartedNanos;
  private ByteBuf body;
  private BodyMemory.Share bodyShare;
  private long pdvRemaining;
  private int contextId;
  private boolean command;
  private boolean last;
  private boolean oversizeNoted;
  private int heldBytes;
  private long lastReadNanos;
  private volatile long bytesReceived;

  PduDecoder(AssociationLimits limits, BooleanSupplier paused) {
    this(limits, paused, Admission.bodies(limits));
  }

  PduDecoder(AssociationLimits limits, BooleanSupplier paused, BodyMemory bodies) {
    this.limits = limits;
    this.paused = paused;
    this.bodies = bodies;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    lastReadNanos = ctx.executor().ticker().nanoTime();
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    bytesReceived += in.readableBytes(); // only the event loop writes
    lastReadNanos = ctx.executor().ticker().nanoTime();
    if (held.isEmpty()) {
      decode(ctx, in);
    }
    if (in.isReadable()) {
      hold(ctx, in);
    } else {
      in.release();
    }
  }

  /** Continues with what was held and with reading, unless reading is paused again. */
  void resume(ChannelHandlerContext ctx) {
    pduStartedNanos = ctx.executor().ticker().nanoTime();
    for (ByteBuf in = held.poll(); in != null; in = held.poll()) {
      heldBytes -= in.readableBytes();
      decode(ctx, in);
      if (in.isReadable()) {
        heldBytes += in.readableBytes();
        held.addFirst(in);
        return;
      }
      in.release();
    }
    ctx.channel().config().setAutoRead(true);
  }

  /** From now on everything that comes is thrown away, so that the peer's close is seen. */
  void discard(ChannelHandlerContext ctx) {
    expecting = Expecting.NOTHING;
    releaseAll();
    ctx.channel().config().setAutoRead(true);
  }

  /** Whether a PDU has begun and not ended. */
  boolean isInsidePdu() {
    return expecting != Expecting.NOTHING
        && (expecting != Expecting.PDU_HEADER || header.isReadable());
  }

  /** When the PDU began, or reading went on in the midst of it; of the executor's ticker. */
  long pduStartedNanos() {
    return pduStartedNanos;
  }

  /** When a byte last came; of the executor's ticker. */
  long lastReadNanos() {
    return lastReadNanos;
  }

  /** From any thread. */
  long bytesReceived() {
    return bytesReceived;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    releaseAll();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    releaseAll();
    ctx.fireChannelInactive();
  }

  private void decode(ChannelHandlerContext ctx, ByteBuf in) {
    try {
      boolean progress = true;
      while (progress && (expecting == Expecting.NOTHING || !paused.getAsBoolean())) {
        progress = step(ctx, in);
      }
    } catch (PduException e) {
      expecting = Expecting.NOTHING;
      in.skipBytes(in.readableBytes());
      ctx.fireExceptionCaught(e);
    }
  }

  /** One header or one piece; false when the input is used up. */
  private boolean step(ChannelHandlerContext ctx, ByteBuf in) {
    return switch (expecting) {
      case PDU_HEADER -> readPduHeader(ctx, in);
      case PDU_BODY -> readBody(ctx, in);
      case PDV_HEADER -> readPdvHeader(in);
      case PDV_BODY -> readPdv(ctx, in);
      case NOTHING -> {
        in.skipBytes(in.readableBytes());
        yield false;
      }
    };
  }

  private boolean readPduHeader(ChannelHandlerContext ctx, ByteBuf in) {
    if (!header.isReadable() && in.isReadable()) {
      pduStartedNanos = ctx.executor().ticker().nanoTime();
    }
    if (!collectHeader(in)) {
      return false;
    }
    int code = header.readUnsignedByte();
    header.skipBytes(1);
    pduRemaining = header.readUnsignedInt();
    header.clear();
    type = PduType.of(code);
    if (type == null) {
      throw new PduException(
          AbortReason.UNRECOGNIZED_PDU, "PDU-type: " + code + " (expected: 1 to 7)");
    }
    verifyLength(ctx);
    expecting = type == PduType.P_DATA_TF ? Expecting.PDV_HEADER : Expecting.PDU_BODY;
    return true;
  }

  private void verifyLength(ChannelHandlerContext ctx) {
    switch (type) {
      case ASSOCIATE_RQ, ASSOCIATE_AC ->
          verify(
              pduRemaining >= AssociateDecoder.FIXED_LENGTH
                  && pduRemaining <= limits.maxAssociatePduLengthBytes(),
              AssociateDecoder.FIXED_LENGTH + " to " + limits.maxAssociatePduLengthBytes());
      case P_DATA_TF -> {
        verify(
            pduRemaining >= HEADER_LENGTH && pduRemaining <= limits.maxToleratedPduLengthBytes(),
            HEADER_LENGTH + " to " + limits.maxToleratedPduLengthBytes());
        noteOversize(ctx);
      }
      case ASSOCIATE_RJ, RELEASE_RQ, RELEASE_RP, ABORT ->
          verify(pduRemaining == SHORT_BODY_LENGTH, "" + SHORT_BODY_LENGTH);
    }
  }

  private void verify(boolean valid, String expected) {
    if (!valid) {
      throw PduException.invalid(type.label() + " length", pduRemaining, expected);
    }
  }

  private void noteOversize(ChannelHandlerContext ctx) {
    if (pduRemaining > limits.maxPduLengthBytes() && !oversizeNoted) {
      oversizeNoted = true;
      ctx.fireUserEventTriggered(
          new Oddity(
              "P-DATA-TF length: "
                  + pduRemaining
                  + " (expected: <= "
                  + limits.maxPduLengthBytes()
                  + ", as negotiated)"));
    }
  }

  private boolean readBody(ChannelHandlerContext ctx, ByteBuf in) {
    int length = (int) pduRemaining;
    if (body == null) {
      body = ctx.alloc().buffer(Math.min(length, FIRST_BODY_BUFFER), length);
    }
    int count = Math.min(length - body.readableBytes(), in.readableBytes());
    makeRoom(ctx, body.readableBytes() + count, length);
    body.writeBytes(in, count);
    if (body.readableBytes() < length) {
      return false;
    }
    ByteBuf complete = body;
    body = null;
    releaseShare();
    Pdu pdu;
    try {
      pdu = decodeBody(complete);
    } finally {
      complete.release();
    }
    expecting = Expecting.PDU_HEADER;
    ctx.fireChannelRead(pdu);
    return true;
  }

  /** Twice as much each time; asked for before it is taken, since many may do so at one time. */
  private void makeRoom(ChannelHandlerContext ctx, int needed, int length) {
    if (needed <= body.capacity()) {
      return;
    }
    int capacity = (int) Math.min(length, Math.max(needed, 2L * body.capacity()));
    if (bodyShare == null) {
      bodyShare = bodies.share(() -> ctx.executor().execute(() -> bodyLost(ctx)));
    }
    if (!bodyShare.grow(capacity)) {
      throw givenUp();
    }
    body.capacity(capacity);
  }

  private void bodyLost(ChannelHandlerContext ctx) {
    if (body != null && bodyShare.isLost()) {
      PduException why = givenUp();
      discard(ctx);
      ctx.fireExceptionCaught(why);
    }
  }

  private PduException givenUp() {
    return new PduException(
        AbortReason.NOT_SPECIFIED,
        type.label()
            + ": "
            + body.readableBytes()
            + " of "
            + pduRemaining
            + " bytes came, and others need the memory");
  }

  private void releaseShare() {
    if (bodyShare != null) {
      bodyShare.release();
    }
  }

  private Pdu decodeBody(ByteBuf in) {
    return switch (type) {
      case ASSOCIATE_RQ -> AssociateDecoder.decodeRequest(in);
      case ASSOCIATE_AC -> AssociateDecoder.decodeAcceptance(in);
      case ASSOCIATE_RJ ->
          new AssociateRj(in.getUnsignedByte(1), in.getUnsignedByte(2), in.getUnsignedByte(3));
      case RELEASE_RQ -> new ReleaseRq();
      case RELEASE_RP -> new ReleaseRp();
      case ABORT -> new Abort(in.getUnsignedByte(2), in.getUnsignedByte(3));
      case P_DATA_TF -> throw new IllegalStateException("P-DATA-TF is never collected");
    };
  }

  private boolean readPdvHeader(ByteBuf in) {
    if (pduRemaining < HEADER_LENGTH) {
      throw PduException.invalid(
          "rest of P-DATA-TF after its last PDV", pduRemaining, "0 or >= " + HEADER_LENGTH);
    }
    if (!collectHeader(in)) {
      return false;
    }
    long length = header.readUnsignedInt();
    contextId = header.readUnsignedByte();
    int control = header.readUnsignedByte();
    header.clear();
    if (length < 2 || length > pduRemaining - 4) {
      throw PduException.invalid("PDV length", length, "2 to " + (pduRemaining - 4));
    }
    pduRemaining -= length + 4;
    pdvRemaining = length - 2;
    command = (control & 1) != 0;
    last = (control & 2) != 0;
    expecting = Expecting.PDV_BODY;
    return true;
  }

  private boolean readPdv(ChannelHandlerContext ctx, ByteBuf in) {
    int length = (int) Math.min(in.readableBytes(), pdvRemaining);
    if (length == 0 && pdvRemaining > 0) {
      return false;
    }
    pdvRemaining -= length;
    boolean ends = pdvRemaining == 0;
    if (ends) {
      expecting = pduRemaining == 0 ? Expecting.PDU_HEADER : Expecting.PDV_HEADER;
    }
    ctx.fireChannelRead(
        new PDataFragment(contextId, command, last && ends, in.readRetainedSlice(length)));
    return true;
  }

  private boolean collectHeader(ByteBuf in) {
    in.readBytes(header, Math.min(header.writableBytes(), in.readableBytes()));
    return !header.isWritable();
  }

  private void hold(ChannelHandlerContext ctx, ByteBuf in) {
    held.add(in);
    heldBytes += in.readableBytes();
    ctx.channel().config().setAutoRead(false);
    // A peer that has closed its side is read to the end even so; it waits for no answer.
    if (heldBytes > HELD_RECEIVE_BUFFERS * limits.receiveBufferBytes()) {
      int bytes = heldBytes;
      discard(ctx);
      ctx.fireExceptionCaught(
          PduException.invalid(
              "bytes sent ahead and then closed",
              bytes,
              "<= " + HELD_RECEIVE_BUFFERS * limits.receiveBufferBytes()));
    }
  }

  private void releaseAll() {
    heldBytes = 0;
    for (ByteBuf in = held.poll(); in != null; in = held.poll()) {
      in.release();
    }
    if (body != null) {
      body.release();
      body = null;
    }
    releaseShare();
  }
}
