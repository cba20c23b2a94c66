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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is there of one object on its way in: its header as read so far, and its bytes in pooled
 * chunks or, beyond the small-object limit, in a file of its own.
 *
 * <p>One thread at a time, in order; the digest of what waits in memory is made beside the log's
 * write.
 */
final class ArrivingObject {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivingObject.class);

  private final Intake intake;
  private final ArrivalRequest request;
  private final Content content;
  private final List<ByteBuffer> held = new ArrayList<>();
  private LargeObject file;
  private LargeObject.Content fileContent;
  private FutureTask<Sha256> digest;
  private Instant receivedAt;

  ArrivingObject(Intake intake, ArrivalRequest request) {
    this.intake = intake;
    this.request = request;
    this.content = new Content(request, intake.parseLimits());
  }

  Content content() {
    return content;
  }

  boolean isEmpty() {
    return content.length() == content.dataSetOffset();
  }

  boolean isInMemory() {
    return file == null;
  }

  int heldChunks() {
    return held.size();
  }

  /** Whether a chunk can be kept without anybody reading or writing it now. */
  boolean canHold(ByteBuffer chunk) {
    return file == null
        && content.isHeadRead()
        && content.length() + chunk.remaining() <= intake.settings().smallObjectLimitBytes();
  }

  /** Keeps a chunk that {@link #canHold}. */
  void hold(ByteBuffer chunk) {
    content.count(chunk);
    held.add(chunk);
  }

  /** Reads what the header still needs of a chunk and keeps it. */
  void add(ByteBuffer chunk) {
    content.accept(chunk);
    held.add(chunk);
  }

  boolean isLarge() {
    return content.length() > intake.settings().smallObjectLimitBytes();
  }

  /** Moves what is held to the file, which is begun where there is none. */
  void writeToFile() throws IOException {
    if (file == null) {
      file = intake.store().newLargeObject();
      file.write(content.fileMeta());
    }
    for (ByteBuffer chunk : held) {
      content.digest(chunk);
      file.write(chunk.duplicate());
    }
    giveBackHeld();
  }

  /** All bytes are there. What lies in a file of its own is durable after this. */
  void complete() throws IOException {
    List<ByteBuffer> undigested = List.copyOf(held);
    digest = new FutureTask<>(() -> digest(undigested));
    if (file != null) {
      fileContent = file.force();
    }
    receivedAt = intake.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Next to nothing is left to digest: not worth another thread. */
  boolean isDigestShort() {
    return held.size() <= 1;
  }

  /** By a worker, where one is free; else by whoever needs it first. */
  void digestBesides() {
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

  /** Of the data set as received; made now where nobody has begun. After the end, any thread. */
  Sha256 sha256() {
    digest.run();
    try {
      return digest.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a digest of bytes in memory cannot fail", e);
    }
  }

  /** Digests the data set in its canonical form. After the end and before the log. */
  void addTo(CanonicalDigest canonical) throws IOException {
    if (fileContent != null) {
      CanonicalComparison.add(
          canonical, intake.store(), fileContent.location(), content.dataSetOffset());
    } else {
      held.forEach(chunk -> canonical.accept(chunk.duplicate()));
    }
  }

  /** What the log is to keep; the digest is in it where it is made already. */
  Entry entry(long organizationKey) {
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

  /** What the index is to keep, now that the log has it. */
  IndexedArrival row(LogRecord.Stored record, String canonicalSha256) {
    return Rows.of(record, content.head(), request.associationKey().get(), canonicalSha256);
  }

  /** Gives up everything but what a record of the log names. */
  void release() {
    if (digest != null) {
      digest.cancel(false); // one that runs still reads memory that stays readable, for nobody
    }
    giveBackHeld();
    if (file != null) {
      file.discard(); // stays where a record of the log names it
      file = null;
    }
    content.close();
  }

  private void giveBackHeld() {
    intake.chunks().giveBack(held);
    held.clear();
  }
}
