package io.archway.dicom.net;

import io.archway.dicom.net.AssociationSummary.End;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One association, as acceptor or requester: the protocol machine of PS3.8 9.2. Events come from
 * the decoder, the transport, the timers and the user; {@link StateTable} says what they cause.
 * Event loop only, except where {@link Association} says otherwise.
 */
final class UpperLayer extends ChannelInboundHandlerAdapter implements UpperLayerService {

  private static final Logger LOG = LoggerFactory.getLogger(UpperLayer.class);

  private final AssociationSide side;
  private final AssociationLimits limits;
  private final AssociationLedger ledger;
  private final ReadGate gate = new ReadGate(this::continueReading);
  private final PduDecoder decoder;
  private final PduEncoder encoder = new PduEncoder();
  private final Deadlines deadlines;

  private State state = State.STA_1;
  private ChannelHandlerContext ctx;
  private UpperLayerUser user;
  private boolean admitted;
  private boolean established;
  private boolean finished;
  private boolean failedSecurely;
  private boolean closing;
  private int maxSentPduLengthBytes;
  private volatile boolean open;
  private String lossText = "the connection was closed without a release";

  UpperLayer(AssociationSide side, AssociationLimits limits, long id) {
    this.side = side;
    this.limits = limits;
    this.ledger = new AssociationLedger(id);
    this.decoder = new PduDecoder(limits, gate::isClosed, side.bodies(limits));
    this.deadlines = new Deadlines(limits, decoder, encoder, gate);
    this.maxSentPduLengthBytes = limits.maxSentPduLengthBytes();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    ctx.pipeline().addBefore(ctx.name(), null, decoder).addBefore(ctx.name(), null, encoder);
    if (side.proposal() != null) {
      ledger.requested(side.proposal());
      fire(Event.EVT_1);
    }
  }

  // What the transport and the decoder tell.

  @Override
  public void channelActive(ChannelHandlerContext context) {
    boolean secured = ctx.pipeline().get(SslHandler.class) != null;
    ledger.connected(
        ctx.channel().remoteAddress() instanceof InetSocketAddress address ? address : null,
        secured);
    if (side.proposal() != null) {
      fire(Event.EVT_2);
      return;
    }
    fire(Event.EVT_5);
    Optional<String> problem = side.connected(ledger.remoteAddress());
    admitted = problem.isEmpty();
    if (!admitted) {
      state = State.STA_1;
      finish(Ending.of(End.REJECTED, problem.get()));
      close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof PDataFragment fragment) {
      try {
        fragmentArrived(fragment);
      } finally {
        fragment.release();
      }
      return;
    }
    Pdu pdu = (Pdu) message;
    LOG.debug("association {} <- {}", ledger.id(), pdu);
    if (pdu instanceof AssociateRq) {
      fire(Event.EVT_6, pdu, null);
    } else if (pdu instanceof AssociateAc) {
      fire(Event.EVT_3, pdu, null);
    } else if (pdu instanceof AssociateRj) {
      fire(Event.EVT_4, pdu, null);
    } else if (pdu instanceof ReleaseRq) {
      fire(Event.EVT_12, pdu, null);
    } else if (pdu instanceof ReleaseRp) {
      fire(Event.EVT_13, pdu, null);
    } else if (pdu instanceof Abort) {
      fire(Event.EVT_16, pdu, null);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void fragmentArrived(PDataFragment fragment) {
    boolean taken = state == State.STA_6 || state == State.STA_7;
    if (taken && acceptedContext(fragment.presentationContextId()) == null) {
      exceptionCaught(
          ctx,
          PduException.invalid(
              "presentation context id", fragment.presentationContextId(), "an accepted one"));
    } else {
      fire(Event.EVT_10, fragment, null);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Oddity oddity) {
      ledger.odd(oddity.text());
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (user != null && !finished && context.channel().isWritable()) {
      user.onWritable();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof PduException invalid && isTableEntry(Event.EVT_19)) {
      Ending ending = Ending.of(End.ABORTED_BY_US, invalid.getMessage());
      fire(Event.EVT_19, null, ending.withAbort(invalid.reason()));
    } else if (cause instanceof PduException || isTransportFailure(cause)) {
      lossText = "the connection failed: " + cause.getMessage();
      failedSecurely = cause instanceof DecoderException;
      ctx.close();
    } else {
      LOG.error("association {}: aborted by an error of this program", ledger.id(), cause);
      abortFor(Ending.of(End.ABORTED_BY_US, "internal error: " + cause.getClass().getSimpleName()));
    }
  }

  private static boolean isTransportFailure(Throwable cause) {
    return cause instanceof IOException
        || cause.getCause() instanceof IOException
        || cause instanceof DecoderException;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (isTableEntry(Event.EVT_17)) {
      fire(Event.EVT_17, null, Ending.of(End.CONNECTION_LOST, lossText));
    }
    if (admitted) {
      admitted = false;
      side.disconnected(ledger.remoteAddress(), established);
    }
    deadlines.stop();
  }

  // The machine.

  private boolean isTableEntry(Event event) {
    return StateTable.action(event, state) != null;
  }

  private void fire(Event event) {
    fire(event, null, null);
  }

  private void fire(Event event, Pdu pdu, Ending ending) {
    Action action = StateTable.action(event, state);
    if (action == null) {
      throw new IllegalStateException(event.label() + " in " + state);
    }
    State before = state;
    state = action.next();
    switch (action) {
      case AE_1, AE_5 -> awaitAssociation(action);
      case AE_2 -> {
        send(side.proposal());
        deadlines.startArtim(ctx, this::artimExpired);
      }
      case AE_3 -> confirm((AssociateAc) pdu);
      case AE_4 -> {
        finish(Ending.rejectedByPeer((AssociateRj) pdu));
        close();
      }
      case AE_6 -> negotiate((AssociateRq) pdu);
      case AE_7 -> send(pdu);
      case AE_8 -> reject((AssociateRj) pdu);
      case DT_1, AR_7 -> {} // the caller writes
      case DT_2, AR_6 -> user.onFragment((PDataFragment) pdu);
      case AR_1 -> {
        send(new ReleaseRq());
        deadlines.startArtim(ctx, this::artimExpired);
      }
      case AR_2 -> user.onReleaseRequest();
      case AR_3 -> {
        finish(Ending.of(End.RELEASED, "released by us"));
        close();
      }
      case AR_4 -> {
        send(new ReleaseRp());
        end(Ending.of(End.RELEASED, "released by the peer"));
      }
      case AR_8 -> {
        state = side.proposal() != null ? State.STA_9 : State.STA_10;
        user.onReleaseRequest();
      }
      case AR_9 -> send(new ReleaseRp());
      case AR_10 -> user.onReleaseRequest();
      case AA_1 -> {
        send(new Abort(AbortReason.SERVICE_USER));
        end(orUnexpected(ending, event, before).withAbort(AbortReason.SERVICE_USER));
      }
      case AA_2 -> {
        finish(pdu instanceof Abort abort ? Ending.abortedByPeer(abort) : ending);
        close();
      }
      case AA_3 -> {
        finish(Ending.abortedByPeer((Abort) pdu));
        close();
      }
      case AA_4, AA_5, AR_5 -> {
        deadlines.stop();
        finish(ending);
      }
      case AA_6 -> {}
      case AA_7 -> send(new Abort(AbortReason.UNEXPECTED_PDU));
      case AA_8 -> {
        Ending why = orUnexpected(ending, event, before);
        send(new Abort(why.source(), why.reason()));
        end(why);
      }
    }
  }

  private void awaitAssociation(Action action) {
    if (action == Action.AE_5) {
      deadlines.startArtim(ctx, this::artimExpired);
    }
  }

  /** AE-6: the negotiation is the user's answer, so Sta3 is left as soon as it is entered. */
  private void negotiate(AssociateRq request) {
    deadlines.stopArtim();
    ledger.requested(request);
    ledger.peerIs(request.userInformation());
    Negotiation negotiation = side.negotiate(request, ledger.remoteAddress(), limits);
    if (negotiation instanceof Negotiation.Accepted accepted) {
      established = true;
      fire(Event.EVT_7, accepted.answer(), null);
      establish(accepted.presentationContexts());
    } else if (negotiation instanceof Negotiation.Rejected rejected) {
      Rejection rejection = rejected.rejection();
      AssociateRj rj =
          new AssociateRj(
              rejection.permanent() ? 1 : 2,
              rejection.reason().source(),
              rejection.reason().code());
      if (rejected.byProvider()) {
        state = State.STA_13;
        reject(rj);
      } else {
        fire(Event.EVT_8, rj, null);
      }
      finish(Ending.rejected(rejection));
    }
  }

  private void reject(AssociateRj rj) {
    send(rj);
    awaitClose();
  }

  private void confirm(AssociateAc acceptance) {
    deadlines.stopArtim();
    established = true;
    ledger.peerIs(acceptance.userInformation());
    establish(Acceptances.match(side.proposal(), acceptance));
  }

  private void establish(List<PresentationContext> contexts) {
    ledger.negotiated(contexts);
    long peerMax = ledger.peer().maxPduLengthBytes();
    if (peerMax > 0 && peerMax < maxSentPduLengthBytes) {
      maxSentPduLengthBytes = (int) Math.max(peerMax, PduEncoder.P_DATA_HEADER_LENGTH + 2);
    }
    open = true;
    deadlines.startAll(ctx, text -> abortFor(Ending.of(End.TIMED_OUT, text)));
    user = side.createUser(this);
    side.listener().onEstablished(this);
  }

  private void artimExpired() {
    boolean inTable = isTableEntry(Event.EVT_18);
    String text = "no answer within artimTimeoutMillis: " + limits.artimTimeoutMillis();
    fire(inTable ? Event.EVT_18 : Event.EVT_15, null, Ending.of(End.TIMED_OUT, text));
  }

  private Ending orUnexpected(Ending ending, Event event, State before) {
    if (ending != null && ending.source() >= 0) {
      return ending;
    }
    return ending != null
        ? ending.withAbort(AbortReason.NOT_SPECIFIED)
        : Ending.of(End.ABORTED_BY_US, "unexpected " + event.label() + " in " + before)
            .withAbort(AbortReason.UNEXPECTED_PDU);
  }

  /** The association is over, its connection not yet: Sta13. */
  private void end(Ending ending) {
    awaitClose();
    finish(ending);
    if (closing) {
      close();
    }
  }

  private void awaitClose() {
    decoder.discard(ctx.pipeline().context(decoder));
    deadlines.stop();
    deadlines.startArtim(ctx, this::artimExpired);
  }

  private void close() {
    deadlines.stop();
    ctx.close();
  }

  private void finish(Ending ending) {
    if (finished) {
      return;
    }
    finished = true;
    open = false;
    AssociationSummary summary = ledger.summary(ending, bytesReceived(), bytesSent());
    LOG.debug("association {}: {}, {}", ledger.id(), ending.end(), ending.text());
    if (user != null) {
      user.onEnded(summary);
    }
    if (established) {
      side.listener().onEnded(summary);
    } else if (isWorthTelling(ending)) {
      side.listener().onRejected(summary);
    }
  }

  /** A connection that came and went without a byte is somebody looking whether we live. */
  private boolean isWorthTelling(Ending ending) {
    return bytesReceived() > 0
        || failedSecurely
        || ending.end() == End.REJECTED
        || side.proposal() != null;
  }

  private void send(Pdu pdu) {
    LOG.debug("association {} -> {}", ledger.id(), pdu);
    ctx.writeAndFlush(pdu);
  }

  private void abortFor(Ending ending) {
    if (isTableEntry(Event.EVT_15)) {
      fire(Event.EVT_15, null, ending);
    } else if (!finished) {
      finish(ending);
      close();
    }
  }

  /** The acceptor closes. */
  void closeSoon() {
    closing = true;
    if (user != null && !finished) {
      user.onClosing();
    } else if (state != State.STA_1) {
      close();
    }
  }

  /** Of the connection below; null where there is no network. */
  QuickAck quickAck() {
    return ctx.pipeline().get(QuickAck.class);
  }

  // What the user asks.

  @Override
  public ChannelFuture sendFragment(int contextId, boolean command, boolean last, ByteBuf content) {
    if (!isTableEntry(Event.EVT_9)) {
      content.release();
      return ctx.newFailedFuture(new IOException("the association is over"));
    }
    fire(Event.EVT_9);
    return ctx.write(new PDataFragment(contextId, command, last, content));
  }

  @Override
  public void flush() {
    ctx.flush();
  }

  @Override
  public boolean isWritable() {
    return ctx.channel().isWritable();
  }

  @Override
  public void release() {
    if (isTableEntry(Event.EVT_11)) {
      fire(Event.EVT_11);
    }
  }

  @Override
  public void confirmRelease() {
    if (isTableEntry(Event.EVT_14)) {
      fire(Event.EVT_14);
    }
  }

  @Override
  public void setBusy(boolean busy) {
    deadlines.setBusy(busy);
  }

  @Override
  public void abort(String text) {
    Runnable abortion = () -> abortFor(Ending.of(End.ABORTED_BY_US, text));
    if (eventLoop().inEventLoop()) {
      abortion.run();
    } else {
      later(abortion);
    }
  }

  @Override
  public void pauseReading() {
    gate.close();
  }

  @Override
  public void resumeReading() {
    gate.open();
  }

  /** Never inside the call that reading goes on from: what is decoded then calls back here. */
  private void continueReading() {
    later(
        () -> {
          ChannelHandlerContext decoding = ctx.pipeline().context(decoder);
          if (decoding != null && !gate.isClosed()) {
            decoder.resume(decoding);
          }
        });
  }

  /** Once the event loop is gone, so is the association, and nothing is to be done. */
  private void later(Runnable task) {
    try {
      eventLoop().execute(task);
    } catch (RejectedExecutionException shutDown) {
      LOG.debug("association {}: its event loop is shut down", ledger.id());
    }
  }

  // Facts.

  @Override
  public EventLoop eventLoop() {
    return ctx.channel().eventLoop();
  }

  @Override
  public ByteBufAllocator allocator() {
    return ctx.alloc();
  }

  @Override
  public AssociationLimits limits() {
    return limits;
  }

  @Override
  public long id() {
    return ledger.id();
  }

  @Override
  public String callingAeTitle() {
    return ledger.request().callingAeTitle();
  }

  @Override
  public String calledAeTitle() {
    return ledger.request().calledAeTitle();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return ledger.remoteAddress();
  }

  @Override
  public AssociateRq request() {
    return ledger.request();
  }

  @Override
  public List<PresentationContext> presentationContexts() {
    return ledger.contexts();
  }

  @Override
  public PresentationContext acceptedContext(int id) {
    return ledger.acceptedContext(id);
  }

  @Override
  public int maxSentPduLengthBytes() {
    return maxSentPduLengthBytes;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void countOperation(String operation, int status) {
    ledger.count(operation, status);
    side.listener().onOperation(operation, status);
  }

  @Override
  public long bytesReceived() {
    return decoder.bytesReceived();
  }

  @Override
  public long bytesSent() {
    return encoder.bytesSent();
  }
}
