package io.archway.http.download;

import io.archway.http.kernel.Content;
import io.archway.http.kernel.ContentPart;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.zip.StoredZip;
import io.archway.index.patient.Patient;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoredObject;
import io.archway.index.study.Instance;
import io.archway.index.study.Series;
import io.archway.index.study.Study;
import io.archway.index.study.StudyCorrection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * A study to be downloaded: the file of its one instance, or a zip of stored entries, a file-set
 * (PS3.10 8) with its DICOMDIR, laid out from the index, its files sent from where they lie. As
 * long as the study does not change, neither do the bytes, so that a broken download is resumed.
 * The instances of all archives that are being sent are bounded, because each takes memory.
 * Thread-safe; worker threads.
 */
public final class StudyDownload {

  public static final String ZIP_TYPE = "application/zip";

  /** Most instances of one archive, and of all at once; some 3 KB of memory each. */
  public static final int MAX_INSTANCES = 10_000;

  private static final int RETRY_AFTER_SECONDS = 10;

  private final ObjectStore store;
  private final CopyRoom copies;
  private final Semaphore room = new Semaphore(MAX_INSTANCES);

  public StudyDownload(ObjectStore store, CopyRoom copies) {
    this.store = store;
    this.copies = copies;
  }

  /**
   * What is downloaded: the current instances, in order.
   *
   * @param correction null where nothing was corrected, or all is wanted as received
   * @param asReceived whether it is
   */
  public record Contents(
      Patient patient,
      Study study,
      List<Series> series,
      List<Instance> instances,
      StudyCorrection correction,
      boolean asReceived) {

    /** Only some of them. */
    public Contents of(List<Instance> some) {
      return new Contents(patient, study, series, some, correction, asReceived);
    }
  }

  /**
   * @param instanceCount how many there will be at most
   * @param load reads them, once there is room; at most one more than {@link #MAX_INSTANCES}
   */
  public Content content(int instanceCount, Supplier<Contents> load) throws IOException {
    return Moving.follow(() -> open(reserve(instanceCount), load));
  }

  private Content open(Reservation reservation, Supplier<Contents> load) throws IOException {
    try {
      Contents contents = load.get();
      List<Instance> instances = contents.instances();
      if (instances.isEmpty()) {
        throw Problem.notFound().toException();
      }
      if (instances.size() > 1) {
        refuseIfMore(instances.size(), reservation);
        return zip(contents, reservation).onReleased(reservation::release);
      }
      reservation.release();
      return StoredFile.content(
          store, copies, new StoredFile.Found(instances.get(0), contents.correction()));
    } catch (IOException | RuntimeException e) {
      reservation.release();
      throw e;
    }
  }

  private Reservation reserve(int instances) {
    if (instances > MAX_INSTANCES) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "instances: %d (expected: <= %d in one archive; take them one by one)"
              .formatted(instances, MAX_INSTANCES));
    }
    if (!room.tryAcquire(instances)) {
      throw Problem.unavailable("Too many archives at once.", RETRY_AFTER_SECONDS).toException();
    }
    return new Reservation(instances);
  }

  private static void refuseIfMore(int instances, Reservation reservation) {
    if (instances > reservation.instances) {
      throw Problem.unavailable("The study is still arriving.", RETRY_AFTER_SECONDS).toException();
    }
  }

  /** What a download holds until it is sent or given up; given back once. */
  private final class Reservation {
    final int instances;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile OpenContainers containers;
    private final CopyRoom.Held held = copies.open();

    Reservation(int instances) {
      this.instances = instances;
    }

    OpenContainers open(List<Instance> toSend) {
      containers = new OpenContainers(store, toSend);
      return containers;
    }

    void release() {
      if (released.compareAndSet(false, true)) {
        room.release(instances);
        held.release();
        if (containers != null) {
          containers.close();
        }
      }
    }
  }

  private Content zip(Contents contents, Reservation reservation) throws IOException {
    List<Instance> instances = contents.instances();
    OpenContainers containers = reservation.open(instances);
    FileIds ids = new FileIds(instances);
    MessageDigest identity = sha256();
    StoredZip zip = new StoredZip(contents.study().lastReceivedAt());
    byte[] directory = StudyDirectory.of(contents, ids, store);
    zip.add("DICOMDIR", crc32(directory), new ContentPart.Bytes(directory));
    identity.update(directory);
    long heldBytes = 0;
    for (int i = 0; i < instances.size(); i++) {
      Instance each = instances.get(i);
      Entry entry = entry(each, contents.correction());
      reservation.held.take(entry.copy.heldBytes());
      heldBytes += entry.copy.heldBytes();
      String name = String.join("/", ids.of(i));
      zip.add(
          name,
          Integer.toUnsignedLong(entry.crc32),
          containers.parts(StoredFile.location(each), entry.copy));
      identity.update(line(each, entry.copy));
    }
    Content content =
        Content.of(ZIP_TYPE, zip.finish())
            .etag(HexFormat.of().formatHex(identity.digest()))
            .attachment(contents.study().studyInstanceUid() + ".zip");
    return heldBytes > 0 ? content : content.lastModified(contents.study().lastReceivedAt());
  }

  /** A file of the archive. */
  private record Entry(CorrectedCopy copy, int crc32) {}

  private Entry entry(Instance each, StudyCorrection correction) throws IOException {
    if (correction == null) {
      return new Entry(new CorrectedCopy(each.byteLength(), List.of()), each.crc32());
    }
    try (StoredObject object = store.read(StoredFile.location(each))) {
      CorrectedCopy copy = StoredFile.copy(object, each, correction);
      return new Entry(copy, CopyChecksum.of(object, copy, each.crc32()));
    }
  }

  /** What tells the stored file from all others, wherever it lies. */
  private static byte[] line(Instance each, CorrectedCopy copy) {
    return "%s %d %d %08x%s\n"
        .formatted(
            each.sopInstanceUid(), each.recordNumber(), each.byteLength(), each.crc32(), copy.tag())
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static long crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
