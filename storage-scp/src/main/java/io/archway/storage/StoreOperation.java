package io.archway.storage;

import io.archway.dicom.dimse.DataSetSink;
import io.archway.dicom.dimse.Responder;
import io.archway.dicom.net.Association;
import io.archway.ingest.Arrival;
import io.archway.ingest.ArrivalRequest;
import io.archway.ingest.Intake;
import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One C-STORE: hands its fragments to an arrival, in order. Where the arrival has no room, the
 * association stops reading, and what was read already (at most one receive buffer) waits here.
 *
 * <p>Fragments come on the event loop, news of room on any thread, also from within a write. One
 * thread at a time drains: it alone calls the arrival and the association, and never while it holds
 * this object's monitor, which guards the fields only.
 */
final class StoreOperation implements DataSetSink {
  private static final Logger LOG = LoggerFactory.getLogger(StoreOperation.class);

  private final Association association;
  private final Responder responder;
  private final Consumer<Verdict> verdicts;
  private final Arrival arrival;

  // Guarded by this.
  private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
  private boolean draining;
  private boolean roomAnnounced;
  private boolean complete;
  private boolean aborted;

  // Of the thread that drains.
  private boolean blocked;
  private boolean paused;
  private boolean ended;
  private boolean failed;

  StoreOperation(
      Intake intake,
      ArrivalRequest request,
      Association association,
      Responder responder,
      Consumer<Verdict> verdicts) {
    this.association = association;
    this.responder = responder;
    this.verdicts = verdicts;
    this.arrival = intake.begin(request, this::onWritable);
  }

  @Override
  public void onFragment(ByteBuf fragment) {
    synchronized (this) {
      if (aborted) {
        return;
      }
      waiting.addLast(fragment.retain());
    }
    drain();
  }

  @Override
  public void onComplete() {
    synchronized (this) {
      complete = true;
    }
    drain();
  }

  @Override
  public void onAbort(Throwable cause) {
    synchronized (this) {
      aborted = true;
    }
    drain();
  }

  private void onWritable() {
    synchronized (this) {
      roomAnnounced = true;
      if (waiting.isEmpty()) {
        return;
      }
    }
    drain();
  }

  /** What there is to do next, decided under the monitor and done outside of it. */
  private enum Step {
    WRITE,
    RESUME,
    COMPLETE,
    ABANDON,
    REST
  }

  /** Returns at once where another thread drains, or this one further up: that one goes on. */
  private void drain() {
    synchronized (this) {
      if (draining) {
        return;
      }
      draining = true;
    }
    Step step;
    do {
      step = next();
      try {
        run(step);
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    } while (step != Step.REST);
  }

  private synchronized Step next() {
    if (aborted && !ended) {
      return Step.ABANDON;
    }
    if (!waiting.isEmpty() && (!blocked || roomAnnounced)) {
      roomAnnounced = false; // what was announced before a write that finds no room is old
      return Step.WRITE;
    }
    if (waiting.isEmpty() && paused) {
      return Step.RESUME;
    }
    if (waiting.isEmpty() && complete && !ended) {
      return Step.COMPLETE;
    }
    draining = false;
    return Step.REST;
  }

  private void run(Step step) {
    switch (step) {
      case WRITE -> writeFirst();
      case RESUME -> resume();
      case COMPLETE -> {
        ended = true;
        arrival.complete(this::answer);
      }
      case ABANDON -> abandon();
      case REST -> {}
    }
  }

  private void writeFirst() {
    ByteBuf first;
    synchronized (this) {
      first = waiting.peekFirst();
    }
    blocked = !write(first);
    if (!blocked) {
      synchronized (this) {
        waiting.pollFirst();
      }
      first.release();
    } else if (!paused) {
      paused = true;
      association.pauseReading();
    }
  }

  private void resume() {
    paused = false;
    association.resumeReading();
  }

  private void abandon() {
    ended = true;
    synchronized (this) {
      waiting.forEach(ByteBuf::release);
      waiting.clear();
    }
    if (paused) {
      resume();
    }
    arrival.abandon();
    if (!failed) {
      verdicts.accept(new Verdict.Refused(Refusal.ABANDONED));
    }
  }

  /** Ends the operation, whatever thread it failed on; the association goes on. */
  private void fail(Throwable failure) {
    LOG.error("association {}: C-STORE failed", association.id(), failure);
    boolean first;
    synchronized (this) {
      first = !aborted && !ended;
      aborted = true;
    }
    if (first) {
      failed = true;
      answer(new Verdict.Refused(Refusal.FAILED));
    }
  }

  /** Moves the reader index past what was taken. */
  private boolean write(ByteBuf fragment) {
    if (fragment.nioBufferCount() == 1) {
      ByteBuffer bytes = fragment.nioBuffer();
      int before = bytes.remaining();
      boolean all = arrival.write(bytes);
      fragment.skipBytes(before - bytes.remaining());
      return all;
    }
    for (ByteBuffer bytes : fragment.nioBuffers()) {
      int before = bytes.remaining();
      boolean all = arrival.write(bytes);
      fragment.skipBytes(before - bytes.remaining());
      if (!all) {
        return false;
      }
    }
    return true;
  }

  private void answer(Verdict verdict) {
    verdicts.accept(verdict);
    responder.respond(StoreResponses.of(verdict));
  }
}
