package io.archway.ingest;

import io.archway.dicom.data.CanonicalDigest;
import io.archway.index.store.Entry;
import io.archway.index.store.LargeObject;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectHead;
import io.archway.index.store.Sha256;
import io.archway.index.study.IndexedArrival;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object on its way in, whatever way it takes. The producer copies its bytes into pooled
 * chunks; a worker reads the header, and beyond the small-object limit writes them to a file of the
 * object's own. What finishes goes to the {@link Committer}, which gives the verdict. The digest of
 * what waits in memory is made while the log writes it.
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
  private final Content content;
  private final List<ByteBuffer> held = new ArrayList<>();
  private LargeObject file;
  private LargeObject.Content fileContent;
  private FutureTask<Sha256> digest;
  private final CanonicalComparison.Results comparisons = new CanonicalComparison.Results();
  private Long organizationKey;
  private boolean organizationRead;
  private final EarlyLookup.Claim claim = new EarlyLookup.Claim();
  private Instant receivedAt;

  Arrival(Intake intake, ArrivalRequest request, Runnable onWritable, Verdict.Refused refused) {
    this.intake = intake;
    this.request = request;
    this.onWritable = onWritable;
    this.refused = refused;
    this.content = refused == null ? new Content(request, intake.parseLimits()) : null;
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
    if (verdict != null && content == null) {
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
    if (content == null) {
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
    if (!isIdle()
        || spillAsked
        || content.length() + chunk.remaining() > intake.settings().smallObjectLimitBytes()) {
      return false;
    }
    content.count(chunk);
    held.add(chunk);
    buffered = held.size();
    return true;
  }

  /** The header is read and everything is in memory. Under the monitor. */
  private boolean isIdle() {
    return content != null
        && !scheduled
        && refused == null
        && file == null
        && unread.isEmpty()
        && organizationRead
        && content.isHeadRead();
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
        if (chunk == null && !(spillAsked && file == null && !held.isEmpty()) && !complete) {
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
        boolean first = content.length() == content.dataSetOffset();
        content.accept(chunk);
        held.add(chunk);
        if (first && !isLast() && organizationKey != null) {
          intake.committer().lookup().begin(claim, organizationKey, request.sopInstanceUid());
        }
      }
      if (file == null && mustSpill()) {
        file = intake.store().newLargeObject();
        file.write(content.fileMeta());
      }
      if (file != null) {
        writeHeld();
      }
      synchronized (this) {
        buffered = held.size();
      }
      if (intake.chunks().hasWaiters()) {
        intake.relieve(); // who asked before found nothing that could be moved yet
      }
    } catch (IOException | RuntimeException | Error e) {
      refuse(intake.refusalOf(e));
    }
  }

  private boolean mustSpill() {
    synchronized (this) {
      return content.length() > intake.settings().smallObjectLimitBytes()
          || spillAsked && !complete && !held.isEmpty();
    }
  }

  private void writeHeld() throws IOException {
    for (ByteBuffer chunk : held) {
      content.digest(chunk);
      file.write(chunk.duplicate());
    }
    intake.chunks().giveBack(held);
    held.clear();
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
        content.finish();
        Verdict.Refused verdict = content.judge(intake.settings().quarantineUnparsable());
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
    List<ByteBuffer> undigested = List.copyOf(held);
    digest = new FutureTask<>(() -> digest(undigested));
    if (file != null) {
      fileContent = file.force();
    }
    receivedAt = intake.clock().instant().truncatedTo(ChronoUnit.MICROS);
    if (undigested.size() <= 1) {
      digest.run();
      intake.committer().submit(this);
    } else {
      intake.committer().submit(this);
      digestBesides();
    }
  }

  /** While the log writes the object. Where no worker is free, the Committer does it itself. */
  private void digestBesides() {
    try {
      intake.workers().execute(digest);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: digested by the committer", request.sopInstanceUid());
    }
  }

  private Sha256 digest(List<ByteBuffer> undigested) {
    undigested.forEach(content::digest);
    return content.sha256();
  }

  private void readOrganization() {
    OptionalLong organization = intake.organizationOf(request.sender().calledAeTitle());
    organizationKey = organization.isPresent() ? (Long) organization.getAsLong() : null;
    organizationRead = true;
  }

  /** Of the data set as received; made now where nobody has begun. After the end, any thread. */
  Sha256 sha256() {
    digest.run();
    try {
      return digest.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a digest of bytes in memory cannot fail", e);
    }
  }

  EarlyLookup.Claim claim() {
    return claim;
  }

  Content content() {
    return content;
  }

  /** What is known by canonical digests; whoever has the arrival, worker or Committer, asks. */
  CanonicalComparison.Results comparisons() {
    return comparisons;
  }

  /** Digests the data set in its canonical form. A worker, after the end and before the log. */
  void addTo(CanonicalDigest digest) throws IOException {
    if (fileContent != null) {
      CanonicalComparison.add(
          digest, intake.store(), fileContent.location(), content.dataSetOffset());
    } else {
      held.forEach(chunk -> digest.accept(chunk.duplicate()));
    }
  }

  /** Null where the called AE title leads to none. */
  Long organizationKey() {
    return organizationKey;
  }

  /** What the log is to keep. The Committer's thread. */
  Entry entry() {
    ObjectHead head =
        new ObjectHead(
            organizationKey,
            request.sender(),
            receivedAt,
            request.sopClassUid(),
            request.sopInstanceUid(),
            request.transferSyntaxUid(),
            digest.isDone() ? sha256() : null,
            content.dataSetOffset());
    if (fileContent != null) {
      return new Entry.Reference(head, fileContent);
    }
    List<ByteBuffer> bytes = new ArrayList<>(held.size() + 1);
    bytes.add(content.fileMeta());
    bytes.addAll(held);
    return new Entry.Inline(head, bytes);
  }

  /** What the index is to keep, now that the log has it. The Committer's thread. */
  IndexedArrival row(LogRecord.Stored record) {
    return Rows.of(record, content.head(), request.associationKey().get(), comparisons.arrived());
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
    if (digest != null) {
      digest.cancel(false); // one that runs still reads memory that stays readable, for nobody
    }
    intake.chunks().giveBack(held);
    held.clear();
    if (file != null) {
      file.discard(); // stays where a record of the log names it
      file = null;
    }
    if (content != null) {
      content.close();
    }
  }
}
