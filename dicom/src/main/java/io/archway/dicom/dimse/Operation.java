package io.archway.dicom.dimse;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation being performed: its data set on the way to the provider's sink, and its answers on
 * the way back. Event loop only, but for what {@link Responder} declares.
 */
final class Operation implements Responder, DataSetSink {

  static final DimseResponse INTERNAL_ERROR =
      DimseResponse.of(DimseStatus.PROCESSING_FAILURE).withErrorComment("internal error");

  private static final Logger LOG = LoggerFactory.getLogger(Operation.class);

  private final DimseSession session;
  private final DimseRequest request;
  private final ResponseEncoder encoder;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final List<CompletableFuture<Void>> awaitingWritable = new ArrayList<>(1);

  private DataSetSink sink;
  private boolean dataSetComplete;
  private DimseResponse finalResponse;
  private Runnable cancelAction;
  private boolean cancelled;
  private Throwable ended;

  Operation(DimseSession session, DimseRequest request) {
    this.session = session;
    this.request = request;
    this.encoder = new ResponseEncoder(request);
    this.dataSetComplete = !request.hasDataSet();
  }

  DimseRequest request() {
    return request;
  }

  EncodedMessage encode(DimseResponse response) {
    return encoder.encode(response);
  }

  void begin(DataSetSink providersSink) {
    if (finalResponse != null || ended != null || providersSink == null) {
      return;
    }
    sink = providersSink;
    if (dataSetComplete) {
      sink.onComplete();
    }
  }

  // The data set.

  @Override
  public void onFragment(ByteBuf fragment) {
    if (isSinkServed()) {
      try {
        sink.onFragment(fragment);
      } catch (RuntimeException e) {
        fail(e);
      }
    }
  }

  @Override
  public void onComplete() {
    dataSetComplete = true;
    if (finalResponse != null) {
      session.finished(this, finalResponse);
    } else if (isSinkServed()) {
      try {
        sink.onComplete();
      } catch (RuntimeException e) {
        fail(e);
      }
    }
  }

  @Override
  public void onAbort(Throwable cause) {
    if (isSinkServed()) {
      sink.onAbort(cause);
    }
  }

  private boolean isSinkServed() {
    return sink != null && finalResponse == null;
  }

  private void fail(RuntimeException e) {
    LOG.error("association {}: {} failed", session.service().id(), request.operation(), e);
    DataSetSink failed = sink;
    sink = null;
    failed.onAbort(e);
    respondUnlessAnswered(INTERNAL_ERROR);
  }

  // The answers.

  @Override
  public void respond(DimseResponse response) {
    if (response.status().isPending()) {
      throw new IllegalArgumentException("status: pending (expected: a final one)");
    }
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("this request has its final response already");
    }
    onEventLoop(() -> finish(response));
  }

  void respondUnlessAnswered(DimseResponse response) {
    if (!answered.get()) {
      respond(response);
    }
  }

  private void finish(DimseResponse response) {
    if (ended == null) {
      finalResponse = response;
      if (dataSetComplete) {
        session.finished(this, response);
      }
    }
  }

  @Override
  public CompletionStage<Void> respondPending(List<DimseResponse> responses) {
    for (DimseResponse response : responses) {
      if (!response.status().isPending()) {
        throw new IllegalArgumentException("status: " + response.status() + " (expected: pending)");
      }
    }
    CompletableFuture<Void> sent = new CompletableFuture<>();
    try {
      List<EncodedMessage> encoded = encoder.encode(responses);
      if (!onEventLoop(() -> send(encoded, sent))) {
        sent.completeExceptionally(new IOException("the association is over"));
      }
    } catch (RuntimeException e) {
      sent.completeExceptionally(e);
    }
    return sent;
  }

  private void send(List<EncodedMessage> responses, CompletableFuture<Void> sent) {
    if (ended != null) {
      sent.completeExceptionally(ended);
    } else if (finalResponse != null) {
      sent.completeExceptionally(new IllegalStateException("pending after the final response"));
    } else {
      write(responses, sent);
    }
  }

  private void write(List<EncodedMessage> responses, CompletableFuture<Void> sent) {
    responses.forEach(session::writePending);
    awaitingWritable.add(sent);
    if (session.service().isWritable()) {
      onWritable();
    }
  }

  void onWritable() {
    List<CompletableFuture<Void>> waiting = List.copyOf(awaitingWritable);
    awaitingWritable.clear();
    waiting.forEach(sent -> sent.complete(null));
  }

  @Override
  public void onCancel(Runnable action) {
    onEventLoop(
        () -> {
          cancelAction = action;
          if (cancelled) {
            action.run();
          }
        });
  }

  void cancel() {
    if (!cancelled) {
      cancelled = true;
      if (cancelAction != null) {
        cancelAction.run();
      }
    }
  }

  /** The association is over; what is not answered will not be. */
  void onEnded(Throwable cause) {
    ended = cause;
    List<CompletableFuture<Void>> waiting = List.copyOf(awaitingWritable);
    awaitingWritable.clear();
    waiting.forEach(sent -> sent.completeExceptionally(cause));
    if (finalResponse == null) {
      cancel();
    }
  }

  /** False if the event loop is gone. */
  private boolean onEventLoop(Runnable task) {
    EventLoop eventLoop = session.service().eventLoop();
    if (eventLoop.inEventLoop()) {
      task.run();
      return true;
    }
    try {
      eventLoop.execute(task);
      return true;
    } catch (RejectedExecutionException shutDown) {
      return false;
    }
  }
}
