package io.archway.http.kernel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;

/**
 * One client's connection: takes one request at a time through its states and reads nothing while
 * it has no use for it.
 *
 * <pre>
 *   state     waits for                   limit                       at the limit
 *   IDLE      a request's header          idleMillis, headMillis      closes, or 408
 *   WORKING   a worker                    handlerMillis               503
 *   BODY      the client's body           bodyStallMillis and rate    408
 *   DRAINING  the rest of a refused body  bodyStallMillis and rate    answers, closes
 *   WRITING   the client to read          writeStallMillis            closes
 *   LINGERING the client to close         lingerMillis                closes
 *   UPGRADED  the client to read 101      writeStallMillis            closes; then see SocketHandler
 * </pre>
 *
 * Event loop only.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter implements RequestWork.Results {

  private enum State {
    IDLE,
    WORKING,
    BODY,
    DRAINING,
    WRITING,
    LINGERING,
    UPGRADED,
    CLOSED
  }

  private static final Problem CLIENT_GONE = Problem.of(ProblemType.BAD_REQUEST, "client is gone");
  private static final Problem CUT_OFF =
      Problem.of(ProblemType.BAD_REQUEST, "request was answered before its end");

  private final ServerContext server;
  private final RequestDecoder decoder;
  private final HeadReader headReader;
  private final AnswerWriter answers;

  private ChannelHandlerContext context;
  private RequestWork work;
  private Deadline deadline;
  private State state = State.IDLE;
  private Exchange exchange;
  private BodyIntake intake;
  private BodyClock bodyClock;
  private Outgoing afterDrain;
  private boolean headTimed;
  private boolean inputClosed;
  private SocketHandler socket;

  HttpConnection(
      ServerContext server,
      RequestDecoder decoder,
      ResponseEncoder encoder,
      InetAddress remoteAddress) {
    this.server = server;
    this.decoder = decoder;
    this.headReader = new HeadReader(server, remoteAddress);
    this.answers = new AnswerWriter(server, encoder, this::waitForClient, this::answered);
  }

  // -- the channel's events

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    work = new RequestWork(server, ctx.executor(), this);
    deadline = new Deadline(ctx.executor(), this::expired);
    server.connections.add(this);
    int handshakeMillis = server.secure ? server.limits.tlsHandshakeMillis() : 0;
    deadline.setMillis(handshakeMillis + (long) server.limits.headMillis());
    headTimed = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (state == State.UPGRADED) {
      ctx.fireChannelRead(message);
      return;
    }
    try {
      if (message instanceof HttpRequest request
          && state == State.IDLE
          && ctx.channel().isActive()) {
        begin(request);
      } else if (message instanceof HttpContent content) {
        if (state == State.BODY) {
          takeBody(content);
        } else if (state == State.DRAINING) {
          drain(content);
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    timeHead();
    ctx.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputClosed = true;
      boolean waiting = state == State.IDLE || state == State.BODY || state == State.DRAINING;
      if (waiting
          || state == State.LINGERING
          || state == State.UPGRADED
          || answers.isOpenStream()) {
        ctx.close();
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean reportedLater = answers.isWriting();
    state = State.CLOSED;
    deadline.cancel();
    server.connections.remove(this);
    abortIntake(CLIENT_GONE);
    if (afterDrain != null) {
      afterDrain.onReleased().run();
      afterDrain = null;
    }
    answers.connectionGone();
    if (exchange != null && !reportedLater) {
      observe(0, 0);
    }
    ctx.fireChannelInactive();
  }

  /** Resets and TLS failures are the client's; our own faults were logged where they arose. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (state == State.UPGRADED) {
      ctx.fireExceptionCaught(cause);
      return;
    }
    boolean network = cause instanceof IOException || cause instanceof DecoderException;
    if (!network) {
      server.observer.failed("-", exchange == null ? "-" : exchange.id, cause);
    }
    ctx.close();
  }

  /** The server stops: what runs may finish, nothing new begins. Any thread. */
  void stop() {
    Channel channel = context.channel();
    context
        .executor()
        .execute(
            () -> {
              if (state == State.UPGRADED) {
                socket.stop();
                return;
              }
              boolean ends = answers.isOpenStream() && answers.endStream();
              if (state == State.IDLE || answers.isOpenStream() && !ends) {
                channel.close();
              }
            });
  }

  void closeNow() {
    context.channel().close();
  }

  // -- reading a request

  private void begin(HttpRequest message) {
    hold();
    deadline.clear();
    state = State.WORKING;
    headTimed = false;
    exchange = new Exchange(server.nextRequestId(), message, server.fallback);
    if (message.decoderResult().isFailure()) {
      exchange.keepAlive = false;
    }
    try {
      Outgoing options = headReader.read(exchange);
      if (options != null) {
        work.answer(exchange, options);
        return;
      }
      if (exchange.upgrade != null) {
        context.executor().execute(this::upgrade); // the decoder is in the middle of this request
      } else {
        admit();
      }
    } catch (ProblemException e) {
      refuse(e.problem());
    }
  }

  private void upgrade() {
    if (state != State.WORKING || !context.channel().isActive()) {
      return;
    }
    SocketUpgrade upgrade = exchange.upgrade;
    try {
      if (server.isStopping()) {
        throw Problem.of(ProblemType.UNAVAILABLE).toException();
      }
      SocketTalk talk = upgrade.enter();
      state = State.UPGRADED;
      deadline.setMillis(server.limits.writeStallMillis());
      socket = upgrade.begin(context, talk, this::upgraded);
    } catch (ProblemException e) {
      exchange.keepAlive = false;
      refuse(e.problem());
    }
  }

  private void upgraded(SocketHandler handler, Throwable failure) {
    if (state != State.UPGRADED) {
      return;
    }
    deadline.clear();
    observe(failure == null ? 101 : 0, 0);
    if (failure != null) {
      context.close();
      return;
    }
    handler.open();
    context.channel().config().setAutoRead(true);
    if (server.isStopping()) {
      handler.stop();
    }
  }

  private void hold() {
    decoder.hold();
    context.channel().config().setAutoRead(false);
  }

  /** Decodes what is here and reads on, if that does not lead to another state. */
  private void resume(State expected) {
    try {
      decoder.release();
    } catch (Exception e) {
      exceptionCaught(context, e);
      return;
    }
    if (state == expected) {
      if (inputClosed) {
        context.close();
      } else {
        context.channel().config().setAutoRead(true);
      }
    }
  }

  private void timeHead() {
    if (state == State.IDLE && !headTimed && decoder.isInsideHead()) {
      headTimed = true;
      deadline.setMillis(server.limits.headMillis());
    }
  }

  private void admit() {
    deadline.setMillis(server.limits.handlerMillis());
    if (!work.tryBegin(exchange)) {
      refuse(Problem.of(ProblemType.UNAVAILABLE).retryAfterSeconds(1));
    }
  }

  // -- receiving a body

  @Override
  public void receive(Exchange current, BodyIntake opened) {
    if (current != exchange || state != State.WORKING) {
      work.abort(opened, CLIENT_GONE);
      return;
    }
    intake = opened;
    bodyClock = new BodyClock(server.limits);
    if (current.expectsContinue) {
      current.continued = true;
      context.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    awaitBody();
  }

  private void awaitBody() {
    state = State.BODY;
    deadline.setMillis(bodyClock.startWaiting());
    resume(State.BODY);
  }

  private void takeBody(HttpContent content) {
    ByteBuf bytes = content.content();
    bodyClock.received(bytes.readableBytes());
    exchange.bodyBytes += bytes.readableBytes();
    exchange.bodyEnded = content instanceof LastHttpContent;
    if (content.decoderResult().isFailure()) {
      exchange.bodyEnded = false;
      exchange.keepAlive = false;
      hold();
      refuseBody(Problem.of(ProblemType.BAD_REQUEST, "body: framing"));
    } else if (exchange.bodyBytes > intake.maxBytes()) {
      hold();
      refuseBody(HeadReader.tooLarge(intake.maxBytes()).problem());
    } else if (intake instanceof BodyIntake.Collected collected) {
      collect(collected, bytes);
    } else if (intake instanceof BodyIntake.Streamed streamed) {
      stream(streamed, bytes);
    }
  }

  private void refuseBody(Problem problem) {
    abortIntake(problem);
    state = State.WORKING;
    refuse(problem);
  }

  private void collect(BodyIntake.Collected collected, ByteBuf bytes) {
    collected.add(bytes);
    if (!exchange.bodyEnded) {
      deadline.setMillis(bodyClock.startWaiting());
      return;
    }
    hold();
    intake = null;
    state = State.WORKING;
    deadline.setMillis(server.limits.handlerMillis());
    work.finish(exchange, collected);
  }

  private void stream(BodyIntake.Streamed streamed, ByteBuf bytes) {
    hold();
    state = State.WORKING;
    deadline.setMillis(
        streamed.stepMillis == 0 ? server.limits.handlerMillis() : streamed.stepMillis);
    streamed.busy = true;
    work.accept(exchange, streamed, bytes.retain(), exchange.bodyEnded);
  }

  @Override
  public void accepted(Exchange current, BodyIntake.Streamed streamed, boolean well) {
    streamed.busy = false;
    if (!well || streamed.ended || streamed.abortWith != null) {
      intake = intake == streamed ? null : intake;
      work.abort(streamed, streamed.abortWith != null ? streamed.abortWith : CUT_OFF);
    } else if (current == exchange && state == State.WORKING && !current.answered) {
      awaitBody();
    }
  }

  /** While the consumer is busy, it is told when it has finished its piece. */
  private void abortIntake(Problem why) {
    if (intake instanceof BodyIntake.Streamed streamed && streamed.busy) {
      streamed.abortWith = why;
    } else if (intake != null) {
      work.abort(intake, why);
    }
    intake = null;
  }

  private void drain(HttpContent content) {
    exchange.bodyEnded = content instanceof LastHttpContent;
    bodyClock.received(content.content().readableBytes());
    if (content.decoderResult().isFailure()) {
      exchange.bodyEnded = false;
      answerUnread();
    } else if (exchange.bodyEnded) {
      hold();
      Outgoing outgoing = afterDrain;
      afterDrain = null;
      write(outgoing);
    } else {
      deadline.setMillis(bodyClock.startWaiting());
    }
  }

  // -- answering

  private void refuse(Problem problem) {
    work.refuse(exchange, problem);
  }

  @Override
  public void answer(Exchange current, Outgoing outgoing) {
    if (current != exchange || current.answered || state == State.CLOSED) {
      outgoing.onReleased().run();
      return;
    }
    current.answered = true;
    abortIntake(CUT_OFF);
    if (current.bodyEnded) {
      write(outgoing);
    } else if (current.canDrain(server.limits.drainBytes())) {
      afterDrain = outgoing;
      state = State.DRAINING;
      bodyClock = new BodyClock(server.limits);
      deadline.setMillis(bodyClock.startWaiting());
      resume(State.DRAINING);
    } else {
      current.keepAlive = false;
      write(outgoing);
    }
  }

  private void answerUnread() {
    hold();
    Outgoing outgoing = afterDrain;
    afterDrain = null;
    exchange.keepAlive = false;
    write(outgoing);
  }

  private void write(Outgoing outgoing) {
    state = State.WRITING;
    exchange.keepAlive &= !server.isStopping();
    if (outgoing.isOpen() && (inputClosed || server.isStopping())) {
      outgoing.onReleased().run();
      context.close();
      return;
    }
    try {
      answers.write(context, exchange, outgoing);
    } catch (RuntimeException e) {
      exceptionCaught(context, e);
    }
  }

  private void waitForClient(boolean waits) {
    if (state == State.WRITING) {
      if (waits) {
        deadline.setMillis(server.limits.writeStallMillis());
      } else {
        deadline.clear();
      }
    }
  }

  private void answered(Outgoing outgoing, long sent, Throwable failure) {
    if (exchange == null) {
      return;
    }
    boolean goesOn = failure == null && exchange.keepAlive;
    observe(failure == null ? outgoing.status() : 0, sent);
    if (state == State.CLOSED) {
      return;
    }
    deadline.clear();
    if (goesOn) {
      state = State.IDLE;
      headTimed = false;
      deadline.setMillis(server.limits.idleMillis());
      context.executor().execute(this::next);
    } else if (failure == null) {
      linger();
    } else {
      context.close();
    }
  }

  private void next() {
    if (state == State.IDLE) {
      if (server.isStopping()) {
        context.close();
        return;
      }
      resume(State.IDLE);
      timeHead();
    }
  }

  private void observe(int status, long sent) {
    server.observer.answered(
        exchange.methodLabel(),
        exchange.templateLabel(),
        status,
        sent,
        System.nanoTime() - exchange.startNanos,
        exchange.id);
    exchange = null;
  }

  /** Closing with unread input would reset the connection and could take the answer with it. */
  private void linger() {
    if (!(context.channel() instanceof DuplexChannel duplex) || server.secure || inputClosed) {
      context.close();
      return;
    }
    state = State.LINGERING;
    deadline.setMillis(server.limits.lingerMillis());
    decoder.discard();
    duplex.shutdownOutput();
    resume(State.LINGERING);
  }

  // -- limits

  private void expired() {
    switch (state) {
      case IDLE -> expiredIdle();
      case WORKING -> {
        exchange.keepAlive = false;
        abortIntake(Problem.of(ProblemType.UNAVAILABLE));
        refuse(Problem.of(ProblemType.UNAVAILABLE).retryAfterSeconds(5));
      }
      case BODY -> {
        hold();
        exchange.keepAlive = false;
        refuseBody(Problem.of(ProblemType.REQUEST_TIMEOUT));
      }
      case DRAINING -> answerUnread();
      case WRITING, LINGERING, UPGRADED -> context.close();
      case CLOSED -> {}
    }
  }

  private void expiredIdle() {
    if (!decoder.isInsideHead()) {
      context.close();
      return;
    }
    hold();
    state = State.WORKING;
    exchange = new Exchange(server.nextRequestId(), null, server.fallback);
    refuse(Problem.of(ProblemType.REQUEST_TIMEOUT));
  }
}
