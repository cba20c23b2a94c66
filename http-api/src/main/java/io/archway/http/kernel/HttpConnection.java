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
import java.util.concurrent.RejectedExecutionException;

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
 * </pre>
 *
 * Event loop only.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {

  private enum State {
    IDLE,
    WORKING,
    BODY,
    DRAINING,
    WRITING,
    LINGERING,
    CLOSED
  }

  private static final Problem CLIENT_GONE = Problem.of(ProblemType.BAD_REQUEST, "client is gone");
  private static final Problem CUT_OFF =
      Problem.of(ProblemType.BAD_REQUEST, "request was answered before its end");

  private final ServerContext server;
  private final RequestDecoder decoder;
  private final InetAddress remoteAddress;
  private final HeadReader headReader;
  private final AnswerWriter answers;

  private ChannelHandlerContext context;
  private Deadline deadline;
  private State state = State.IDLE;
  private Exchange exchange;
  private BodyIntake intake;
  private BodyClock bodyClock;
  private Outgoing afterDrain;
  private boolean headTimed;
  private boolean inputClosed;

  HttpConnection(
      ServerContext server,
      RequestDecoder decoder,
      ResponseEncoder encoder,
      InetAddress remoteAddress) {
    this.server = server;
    this.decoder = decoder;
    this.remoteAddress = remoteAddress;
    this.headReader = new HeadReader(server, remoteAddress);
    this.answers = new AnswerWriter(server, encoder, this::waitForClient, this::answered);
  }

  // -- the channel's events

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    deadline = new Deadline(ctx.executor(), this::expired);
    server.connections.add(this);
    int handshakeMillis = server.secure ? server.limits.tlsHandshakeMillis() : 0;
    deadline.setMillis(handshakeMillis + (long) server.limits.headMillis());
    headTimed = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
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
      if (waiting || state == State.LINGERING || answers.isOpenStream()) {
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
              if (state == State.IDLE || answers.isOpenStream()) {
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
        finish(exchange, options);
        return;
      }
      admit(exchange);
    } catch (ProblemException e) {
      refuse(e.problem());
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

  private void admit(Exchange current) {
    deadline.setMillis(server.limits.handlerMillis());
    if (!server.workers.tryBegin(() -> work(current))) {
      refuse(Problem.of(ProblemType.UNAVAILABLE).retryAfterSeconds(1));
    }
  }

  // -- on a worker

  private void work(Exchange current) {
    attempt(
        current,
        () -> {
          Request request =
              server.stages.admit(current.route, current.head, current.variables, current.query);
          if (!current.hasBody) {
            begunWithoutBody(current, request);
          } else {
            BodyIntake opened = open(current, request);
            onLoop(() -> receive(current, opened), () -> abandon(opened));
          }
        });
  }

  private void begunWithoutBody(Exchange current, Request request) throws Exception {
    BodyIntake opened = open(current, request);
    if (opened instanceof BodyIntake.Streamed streamed) {
      complete(current, streamed);
    } else {
      handle(current, server.stages.withBody(request, new byte[0]));
    }
  }

  private BodyIntake open(Exchange current, Request request) throws Exception {
    long maxBytes = headReader.maxBodyBytes(current.route.endpoint());
    if (current.route.endpoint().body() instanceof RequestBody.Streamed streamed) {
      BodyConsumer consumer = streamed.receiving().receive(request);
      return new BodyIntake.Streamed(request, consumer, maxBytes);
    }
    return new BodyIntake.Collected(request, (int) maxBytes);
  }

  private void handle(Exchange current, Request request) throws Exception {
    finish(current, render(request, server.stages.handle(request)));
  }

  private void complete(Exchange current, BodyIntake.Streamed streamed) throws Exception {
    finish(current, render(streamed.request, streamed.consumer.complete()));
  }

  /** What cannot be rendered is given back, with the files that it holds. */
  private static Outgoing render(Request request, Response response) throws Exception {
    try {
      return Renderer.answer(request, response);
    } catch (Exception e) {
      response.release();
      throw e;
    }
  }

  private void finish(Exchange current, Outgoing outgoing) {
    onLoop(() -> answer(current, outgoing), outgoing.onReleased());
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Runs a step of a request; whatever it throws becomes the answer. */
  private boolean attempt(Exchange current, Work step) {
    try {
      step.run();
      return true;
    } catch (ProblemException e) {
      fail(current, e.problem());
    } catch (Throwable e) {
      server.observer.failed(current.templateLabel(), current.id, e);
      Problem known = current.dialect.problemOf(e);
      fail(current, known == null ? Problem.of(ProblemType.INTERNAL) : known);
    }
    return false;
  }

  private void fail(Exchange current, Problem problem) {
    finish(current, Renderer.problem(problem, current.dialect, current.id));
  }

  private void onLoop(Runnable task, Runnable ifGone) {
    try {
      context.executor().execute(task);
    } catch (RejectedExecutionException e) {
      ifGone.run();
    }
  }

  private void abandon(BodyIntake opened) {
    if (opened instanceof BodyIntake.Streamed streamed) {
      abort(streamed, CLIENT_GONE);
    }
  }

  private void abort(BodyIntake.Streamed streamed, Problem why) {
    try {
      streamed.consumer.abort(why);
    } catch (RuntimeException e) {
      server.observer.failed(streamed.request.head().endpoint().path(), "-", e);
    }
  }

  // -- receiving a body

  private void receive(Exchange current, BodyIntake opened) {
    if (current != exchange || state != State.WORKING) {
      server.workers.proceed(() -> abandon(opened));
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
    Exchange current = exchange;
    server.workers.proceed(
        () ->
            attempt(
                current,
                () ->
                    handle(current, server.stages.withBody(collected.request, collected.whole()))));
  }

  private void stream(BodyIntake.Streamed streamed, ByteBuf bytes) {
    hold();
    state = State.WORKING;
    deadline.setMillis(server.limits.handlerMillis());
    streamed.busy = true;
    ByteBuf piece = bytes.retain();
    Exchange current = exchange;
    boolean last = current.bodyEnded;
    server.workers.proceed(
        () -> {
          boolean well = attempt(current, () -> accept(current, streamed, piece, last));
          onLoop(() -> accepted(current, streamed, well, last), () -> abandon(streamed));
        });
  }

  private void accept(Exchange current, BodyIntake.Streamed streamed, ByteBuf piece, boolean last)
      throws Exception {
    try {
      if (piece.isReadable()) {
        streamed.consumer.accept(piece.nioBuffer().asReadOnlyBuffer());
      }
    } finally {
      piece.release();
    }
    if (last) {
      streamed.ended = true;
      complete(current, streamed);
    }
  }

  private void accepted(
      Exchange current, BodyIntake.Streamed streamed, boolean well, boolean last) {
    streamed.busy = false;
    if (streamed.ended) {
      intake = intake == streamed ? null : intake;
    } else if (!well || streamed.abortWith != null) {
      Problem why = streamed.abortWith != null ? streamed.abortWith : CUT_OFF;
      intake = intake == streamed ? null : intake;
      server.workers.proceed(() -> abort(streamed, why));
    } else if (current == exchange && state == State.WORKING && !current.answered) {
      awaitBody();
    }
  }

  private void abortIntake(Problem why) {
    if (intake instanceof BodyIntake.Streamed streamed && !streamed.ended) {
      if (streamed.busy) {
        streamed.abortWith = why;
      } else {
        server.workers.proceed(() -> abort(streamed, why));
      }
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

  /** Answers in a later step: the decoder may still be in the middle of this request. */
  private void refuse(Problem problem) {
    finish(exchange, Renderer.problem(problem, exchange.dialect, exchange.id));
  }

  private void answer(Exchange current, Outgoing outgoing) {
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
    if (outgoing.isOpen() && inputClosed) {
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
      case WRITING, LINGERING -> context.close();
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
