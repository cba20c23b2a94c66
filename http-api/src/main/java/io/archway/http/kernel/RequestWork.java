package io.archway.http.kernel;

import io.archway.index.audit.AuditEntry;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The steps of a connection's requests that run on workers. What a step yields, or throws, is
 * handed to the connection on its event loop. Thread-safe: holds nothing of a request.
 */
final class RequestWork {

  private static final Problem UNRECORDED =
      Problem.unavailable("The audit cannot be written. Try again later.", 5);
  private static final Problem CLIENT_GONE = Problem.of(ProblemType.BAD_REQUEST, "client is gone");

  /** Where the results go. Event loop only. */
  interface Results {

    void answer(Exchange exchange, Outgoing outgoing);

    /** The request was let in; its body may come. */
    void receive(Exchange exchange, BodyIntake intake);

    /** A piece was taken ({@code well}), or refused with an answer of its own. */
    void accepted(Exchange exchange, BodyIntake.Streamed streamed, boolean well);
  }

  private final ServerContext server;
  private final Executor loop;
  private final Results results;

  RequestWork(ServerContext server, Executor loop, Results results) {
    this.server = server;
    this.loop = loop;
    this.results = results;
  }

  /** Lets a request in, and handles it if no body is to come; false if there is no worker. */
  boolean tryBegin(Exchange exchange) {
    return server.workers.tryBegin(() -> attempt(exchange, () -> begin(exchange)));
  }

  private void begin(Exchange exchange) throws Exception {
    Request request = server.stages.admit(exchange);
    BodyIntake intake = open(exchange, request);
    if (exchange.hasBody && !exchange.dropsBody) {
      onLoop(() -> results.receive(exchange, intake), () -> abortNow(intake, CLIENT_GONE));
    } else if (intake instanceof BodyIntake.Streamed streamed) {
      complete(exchange, streamed);
    } else {
      handle(exchange, server.stages.withBody(request, new byte[0]));
    }
  }

  private BodyIntake open(Exchange exchange, Request request) throws Exception {
    if (exchange.route.endpoint().body() instanceof RequestBody.Streamed streamed) {
      BodyConsumer consumer = streamed.receiving().receive(request);
      return new BodyIntake.Streamed(request, consumer, streamed.maxBytes(), streamed.stepMillis());
    }
    return new BodyIntake.Collected(request, server.limits.maxJsonBodyBytes());
  }

  /** Handles a request whose body is whole. */
  void finish(Exchange exchange, BodyIntake.Collected collected) {
    server.workers.proceed(
        () ->
            attempt(
                exchange,
                () ->
                    handle(
                        exchange, server.stages.withBody(collected.request, collected.whole()))));
  }

  private void handle(Exchange exchange, Request request) throws Exception {
    answer(exchange, request, server.stages.handle(request));
  }

  /** Gives the next piece, which it releases, to the consumer; completes after the last. */
  void accept(Exchange exchange, BodyIntake.Streamed streamed, ByteBuf piece, boolean last) {
    server.workers.proceed(
        () -> {
          boolean well = attempt(exchange, () -> take(exchange, streamed, piece, last));
          onLoop(
              () -> results.accepted(exchange, streamed, well),
              () -> abortNow(streamed, CLIENT_GONE));
        });
  }

  private void take(Exchange exchange, BodyIntake.Streamed streamed, ByteBuf piece, boolean last)
      throws Exception {
    try {
      if (piece.isReadable()) {
        streamed.consumer.accept(piece.nioBuffer().asReadOnlyBuffer());
      }
    } catch (Throwable e) {
      abortNow(streamed, refusalOf(exchange, e)); // what it held is free before the answer is read
      throw e;
    } finally {
      piece.release();
    }
    if (last) {
      complete(exchange, streamed);
    }
  }

  private void complete(Exchange exchange, BodyIntake.Streamed streamed) throws Exception {
    streamed.ended = true;
    answer(exchange, streamed.request, streamed.consumer.complete());
  }

  /** Tells the consumer that nothing more comes. */
  void abort(BodyIntake intake, Problem why) {
    if (intake instanceof BodyIntake.Streamed) {
      try {
        server.workers.proceed(() -> abortNow(intake, why));
      } catch (RejectedExecutionException e) {
        abortNow(intake, why); // the server stops: nobody waits for this loop any more
      }
    }
  }

  private void abortNow(BodyIntake intake, Problem why) {
    if (intake instanceof BodyIntake.Streamed streamed && !streamed.ended) {
      streamed.ended = true;
      try {
        streamed.consumer.abort(why);
      } catch (RuntimeException e) {
        server.observer.failed(streamed.request.head().endpoint().path(), "-", e);
      }
    }
  }

  private void answer(Exchange exchange, Request request, Response response) throws Exception {
    Outgoing outgoing = render(request, response);
    AuditEntry entry;
    try {
      entry = Recording.read(exchange, request, response);
    } catch (RuntimeException e) {
      outgoing.onReleased().run();
      throw e;
    }
    recorded(exchange, entry, outgoing);
  }

  /** Answers when the entry is recorded; no worker waits for it. */
  private void recorded(Exchange exchange, AuditEntry entry, Outgoing outgoing) {
    if (entry == null) {
      answer(exchange, outgoing);
      return;
    }
    exchange
        .route
        .family()
        .trail()
        .record(
            entry,
            failure -> {
              if (failure == null) {
                answer(exchange, outgoing);
              } else {
                outgoing.onReleased().run();
                server.observer.failed(exchange.templateLabel(), exchange.id, failure);
                refuse(exchange, UNRECORDED);
              }
            });
  }

  /** Answers in a later step: the decoder may still be in the middle of this request. */
  void refuse(Exchange exchange, Problem problem) {
    answer(exchange, Renderer.problem(problem, exchange.dialect, exchange.id));
  }

  void answer(Exchange exchange, Outgoing outgoing) {
    onLoop(() -> results.answer(exchange, outgoing), outgoing.onReleased());
  }

  /** What is refused is answered so when the audit has it. */
  private void refuseRecorded(Exchange exchange, Problem problem) {
    try {
      recorded(
          exchange,
          Recording.refused(exchange, problem),
          Renderer.problem(problem, exchange.dialect, exchange.id));
    } catch (RuntimeException e) {
      server.observer.failed(exchange.templateLabel(), exchange.id, e);
      refuse(exchange, UNRECORDED);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Runs a step of a request; whatever it throws becomes the answer. */
  private boolean attempt(Exchange exchange, Step step) {
    try {
      step.run();
      return true;
    } catch (ProblemException e) {
      refuseRecorded(exchange, e.problem());
    } catch (Throwable e) {
      server.observer.failed(exchange.templateLabel(), exchange.id, e);
      refuse(exchange, refusalOf(exchange, e));
    }
    return false;
  }

  private static Problem refusalOf(Exchange exchange, Throwable fault) {
    if (fault instanceof ProblemException refusal) {
      return refusal.problem();
    }
    Problem known = exchange.dialect.problemOf(fault);
    return known == null ? Problem.of(ProblemType.INTERNAL) : known;
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

  private void onLoop(Runnable task, Runnable ifGone) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      ifGone.run();
    }
  }
}
