package io.archway.storage;

import io.archway.dicom.dimse.DataSetSink;
import io.archway.dicom.dimse.Responder;
import io.archway.dicom.net.Association;
import io.archway.ingest.Arrival;
import io.archway.ingest.ArrivalRequest;
import io.archway.ingest.Intake;
import io.archway.ingest.Verdict;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * One C-STORE: hands its fragments to an arrival. Where the arrival has no room, the association
 * stops reading, and what was read already (at most one receive buffer) waits here.
 *
 * <p>Fragments come on the event loop, room on any thread: guarded by this object's monitor, which
 * is held for a copy at most.
 */
final class StoreOperation implements DataSetSink {
  private final Association association;
  private final Responder responder;
  private final Arrival arrival;
  private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
  private boolean complete;
  private boolean ended;

  StoreOperation(
      Intake intake, ArrivalRequest request, Association association, Responder responder) {
    this.association = association;
    this.responder = responder;
    this.arrival = intake.begin(request, this::onWritable);
  }

  @Override
  public synchronized void onFragment(ByteBuf fragment) {
    if (waiting.isEmpty() && write(fragment)) {
      return;
    }
    if (waiting.isEmpty()) {
      association.pauseReading();
    }
    waiting.addLast(fragment.retain());
  }

  @Override
  public synchronized void onComplete() {
    complete = true;
    if (waiting.isEmpty()) {
      end();
    }
  }

  @Override
  public synchronized void onAbort(Throwable cause) {
    if (!waiting.isEmpty()) {
      association.resumeReading();
    }
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    if (!ended) {
      ended = true;
      arrival.abandon();
    }
  }

  private synchronized void onWritable() {
    if (waiting.isEmpty()) {
      return;
    }
    while (!waiting.isEmpty()) {
      if (!write(waiting.peekFirst())) {
        return;
      }
      waiting.pollFirst().release();
    }
    association.resumeReading();
    if (complete) {
      end();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      arrival.complete(this::answer);
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
    responder.respond(StoreResponses.of(verdict));
  }
}
