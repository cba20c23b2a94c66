package io.archway.ingest;

import io.archway.dicom.data.CanonicalDigest;
import io.archway.index.store.Entry;
import io.archway.index.store.LogRecord;
import io.archway.index.store.Sha256;
import io.archway.index.study.IndexedArrival;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object on its way in, whatever way it takes. The producer copies its bytes into pooled
 * chunks; a worker makes an {@link ArrivingObject} of them. What finishes goes to the {@link
 * Committer}, which gives the verdict.
 *
 * <p>{@link #write}, {@link #complete} and {@link #abandon} belong to one producer thread, which
 * they never block; the rest is guarded by this object's monitor, and one worker at a time runs
 * {@link #work}.
 */
public final class Arrival {
  private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

  /** A large object may be this many chunks ahead of the disk before its sender has to wait. */
  private static final int MOST_UNWRITTEN_CHUNKS = 8;

  private final Intake intake;
  private final ArrivalRequest request;
  private final Runnable onWritable;
  private final Consumer<ByteBuffer> chunkTaker = this::chunkGranted;

  // The producer's own.
  private ByteBuffer filling;

  // Guarded by this.
  private final ArrayDeque<ByteBuffer> unread = new ArrayDeque<>();
  private ByteBuffer granted;
  private boolean waitingForChunk;
  private boolean waitingForDisk;
  private boolean scheduled;
  private boolean spillAsked;
  private boolean complete;
  private boolean ended;
  private Consumer<Verdict> onVerdict;
  private Verdict.Refused refused;
  private int buffered;

  // The worker's own: one at a time, in order.
  private final ArrivingObject object;
  private final CanonicalComparison.Results comparisons = new CanonicalComparison.Results();
  private Long organizationKey;
  private boolean organizationRead;
  private final EarlyLookup.Claim claim = new EarlyLookup.Claim();

  Arrival(Intake intake, ArrivalRequest request, Runnable onWritable, Verdict.Refused refused) {
    this.intake = intake;
    this.request = request;
    this.onWritable = onWritable;
    this.refused = refused;
    this.object = refused == null ? new ArrivingObject(intake, request) : null;
  }

  public ArrivalRequest request() {
    return request;
  }

  /**
   * Takes what it can of {@code bytes}.
   *
   * @return whether all was taken; if not, {@code onWritable} is called, on any thread, when there
   *     is room again
   */
  public boolean write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (isRefused()) {
        bytes.position(bytes.limit());
        return true;
      }
      if (filling == null && (filling = nextChunk()) == null) {
        return false;
      }
      copy(bytes, filling);
      if (!filling.hasRemaining()) {
        submit(filling.flip());
        filling = null;
      }
    }
    return true;
  }

  /** The last byte was written. The verdict comes once, on any thread. */
  public void complete(Consumer<Verdict> onVerdict) {
    ByteBuffer last = filling;
    filling = null;
    Verdict.Refused verdict;
    boolean ready;
    synchronized (this) {
      this.onVerdict = onVerdict;
      verdict = refused;
      if (last != null && !hold(last.flip())) {
        unread.addLast(last);
      }
      complete = true;
      ready = isIdle();
      scheduled |= ready;
    }
    if (verdict != null && object == null) {
      end(verdict);
    } else if (ready) {
      finish(); // no worker has anything to do before
    } else {
      schedule();
    }
  }

  /** The object will not become complete: everything of it is given back, nothing of it stays. */
  public void abandon() {
    ByteBuffer last = filling;
    filling = null;
    synchronized (this) {
      if (complete) {
        return;
      }
      complete = true;
      onVerdict = verdict -> {};
      if (refused == null) {
        refused = new Verdict.Refused(Refusal.ABANDONED);
      }
      if (last != null) {
        unread.addLast(last);
      }
    }
    if (object == null) {
      end(refused);
    } else {
      schedule();
    }
  }

  private synchronized boolean isRefused() {
    return refused != null;
  }

  private ByteBuffer nextChunk() {
    synchronized (this) {
      if (granted != null) {
        ByteBuffer chunk = granted;
        granted = null;
        return chunk;
      }
      if (waitingForChunk) {
        return null;
      }
      if (unread.size() >= MOST_UNWRITTEN_CHUNKS) {
        waitingForDisk = true;
        return null;
      }
      waitingForChunk = true;
    }
    ByteBuffer chunk = intake.chunks().takeOr(chunkTaker);
    if (chunk != null) {
      synchronized (this) {
        waitingForChunk = false;
      }
    } else {
      intake.relieve();
    }
    return chunk;
  }

  private void chunkGranted(ByteBuffer chunk) {
    boolean wanted;
    synchronized (this) {
      waitingForChunk = false;
      wanted = !ended && !complete && refused == null;
      if (wanted) {
        granted = chunk;
      }
    }
    if (!wanted) {
      intake.chunks().giveBack(chunk);
    }
    onWritable.run();
  }

  private static void copy(ByteBuffer from, ByteBuffer to) {
    int count = Math.min(from.remaining(), to.remaining());
    to.put(to.position(), from, from.position(), count);
    to.position(to.position() + count);
    from.position(from.position() + count);
  }

  private void submit(ByteBuffer chunk) {
    boolean kept;
    synchronized (this) {
      kept = hold(chunk);
      if (!kept) {
        unread.addLast(chunk);
      }
    }
    if (!kept) {
      schedule();
    } else if (intake.chunks().hasWaiters()) {
      intake.relieve();
    }
  }

  /** Keeps a chunk in memory, where no worker has anything to do with it. Under the monitor. */
  private boolean hold(ByteBuffer chunk) {
    if (!isIdle() || spillAsked || !object.canHold(chunk)) {
      return false;
    }
    object.hold(chunk);
    buffered = object.heldChunks();
    return true;
  }

  /** The header is read and everything is in memory. Under the monitor. */
  private boolean isIdle() {
    return object != null
        && !scheduled
        && refused == null
        && object.isInMemory()
        && unread.isEmpty()
        && organizationRead
        && object.content().isHeadRead();
  }

  /**
   * Bytes that wait in memory for the end of the object; what asking this arrival to spill would
   * free.
   */
  synchronized int bufferedChunks() {
    return spillAsked || complete ? 0 : buffered;
  }

  /** Moves what waits in memory to a file of the object's own, so that others find room. */
  void spill() {
    synchronized (this) {
      spillAsked = true;
    }
    schedule();
  }

  private void schedule() {
    synchronized (this) {
      if (scheduled || ended) {
        return;
      }
      scheduled = true;
    }
    try {
      intake.workers().execute(this::work);
    } catch (RejectedExecutionException e) {
      refuse(new Verdict.Refused(Refusal.STOPPING));
      if (isComplete()) {
        end(refused);
      }
    }
  }

  private void work() {
    while (true) {
      ByteBuffer chunk;
      boolean resume;
      synchronized (this) {
        chunk = unread.pollFirst();
        resume = waitingForDisk && unread.size() < MOST_UNWRITTEN_CHUNKS / 2;
        if (resume) {
          waitingForDisk = false;
        }
        if (chunk == null && !mustSpill() && !complete) {
          scheduled = false;
          return;
        }
      }
      if (resume) {
        onWritable.run();
      }
      step(chunk);
      if (chunk == null && isComplete()) {
        finish();
        return;
      }
    }
  }

  private synchronized boolean isLast() {
    return complete && unread.isEmpty();
  }

  private synchronized boolean isComplete() {
    return isLast() && !ended;
  }

  private void step(ByteBuffer chunk) {
    if (isRefused()) {
      if (chunk != null) {
        intake.chunks().giveBack(chunk);
      }
      release();
      return;
    }
    try {
      if (!organizationRead) {
        readOrganization();
      }
      if (chunk != null) {
        boolean first = object.isEmpty();
        object.add(chunk);
        if (first && !isLast() && organizationKey != null) {
          intake.committer().lookup().begin(claim, organizationKey, request.sopInstanceUid());
        }
      }
      if (!object.isInMemory() || object.isLarge() || mustSpill()) {
        object.writeToFile();
      }
      synchronized (this) {
        buffered = object.heldChunks();
      }
      if (intake.chunks().hasWaiters()) {
        intake.relieve(); // who asked before found nothing that could be moved yet
      }
    } catch (IOException | RuntimeException | Error e) {
      refuse(intake.refusalOf(e));
    }
  }

  private synchronized boolean mustSpill() {
    return spillAsked && !complete && object.isInMemory() && object.heldChunks() > 0;
  }

  private void refuse(Verdict.Refused why) {
    synchronized (this) {
      if (refused == null) {
        refused = why;
      }
    }
    release();
    onWritable.run();
  }

  private void finish() {
    if (!isRefused()) {
      try {
        object.content().finish();
        Verdict.Refused verdict = object.content().judge(intake.settings().quarantineUnparsable());
        if (verdict == null) {
          submit();
          return;
        }
        refuse(verdict);
      } catch (IOException | RuntimeException | Error e) {
        refuse(intake.refusalOf(e));
      }
    }
    end(refused);
  }

  private void submit() throws IOException {
    object.complete();
    if (object.isDigestShort()) {
      object.sha256();
      intake.committer().submit(this);
    } else {
      intake.committer().submit(this);
      object.digestBesides(); // while the log writes the object
    }
  }

  private void readOrganization() {
    organizationKey = request.organizationKey();
    if (organizationKey == null) {
      OptionalLong organization = intake.organizationOf(request.sender().calledAeTitle());
      organizationKey = organization.isPresent() ? (Long) organization.getAsLong() : null;
    }
    organizationRead = true;
  }

  /** Of the data set as received; made now where nobody has begun. After the end, any thread. */
  Sha256 sha256() {
    return object.sha256();
  }

  EarlyLookup.Claim claim() {
    return claim;
  }

  Content content() {
    return object.content();
  }

  /** What is known by canonical digests; whoever has the arrival, worker or Committer, asks. */
  CanonicalComparison.Results comparisons() {
    return comparisons;
  }

  /** Digests the data set in its canonical form. A worker, after the end and before the log. */
  void addTo(CanonicalDigest digest) throws IOException {
    object.addTo(digest);
  }

  /** Null where the called AE title leads to none. */
  Long organizationKey() {
    return organizationKey;
  }

  /** What the log is to keep. The Committer's thread. */
  Entry entry() {
    return object.entry(organizationKey);
  }

  /** What the index is to keep, now that the log has it. The Committer's thread. */
  IndexedArrival row(LogRecord.Stored record) {
    return object.row(record, comparisons.arrived());
  }

  /** Gives everything back and tells the producer. Called once. */
  void end(Verdict verdict) {
    release();
    Consumer<Verdict> told;
    synchronized (this) {
      ended = true;
      told = onVerdict;
    }
    intake.committer().lookup().end(claim, request.sopInstanceUid());
    intake.ended(this);
    try {
      told.accept(verdict);
    } catch (RuntimeException e) {
      LOG.error("a verdict could not be told", e); // the others of its group are told theirs
    }
  }

  private void release() {
    ByteBuffer spare;
    synchronized (this) {
      spare = granted;
      granted = null;
      buffered = 0;
    }
    if (spare != null) {
      intake.chunks().giveBack(spare);
    }
    if (object != null) {
      object.release();
    }
  }
}
