package io.archway.http.download;

import io.archway.http.kernel.Content;
import io.archway.http.kernel.ContentPart;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.zip.StoredZip;
import io.archway.index.patient.Patient;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.study.Instance;
import io.archway.index.study.Series;
import io.archway.index.study.Study;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;

/**
 * A study as a zip of stored entries: a file-set (PS3.10 8) with its DICOMDIR, laid out from the
 * index alone, its files sent from where they lie. As long as the study does not change, neither do
 * the bytes, so that a broken download is resumed. So many at once, because each keeps its headers
 * in memory until it is sent. Thread-safe; worker threads.
 */
public final class StudyZip {

  public static final String MEDIA_TYPE = "application/zip";

  /** Most instances of one archive; some 3 KB of memory each while it is laid out. */
  public static final int MAX_INSTANCES = 10_000;

  private static final int MAX_AT_ONCE = 4;
  private static final int RETRY_AFTER_SECONDS = 10;

  private final ObjectStore store;
  private final Semaphore slots = new Semaphore(MAX_AT_ONCE);

  public StudyZip(ObjectStore store) {
    this.store = store;
  }

  /** What goes into an archive. */
  public record Contents(
      Patient patient, Study study, List<Series> series, List<Instance> instances) {}

  public Content content(Contents contents) throws IOException {
    if (contents.instances().size() > MAX_INSTANCES) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "instances: %d (expected: <= %d in one archive; take them one by one)"
              .formatted(contents.study().instanceCount(), MAX_INSTANCES));
    }
    if (!slots.tryAcquire()) {
      throw Problem.unavailable("Too many archives at once.", RETRY_AFTER_SECONDS).toException();
    }
    OpenContainers containers = new OpenContainers(store, contents.instances());
    Runnable release = once(containers);
    try {
      return layOut(contents, containers).onReleased(release);
    } catch (IOException | RuntimeException e) {
      release.run();
      throw e;
    }
  }

  private Runnable once(OpenContainers containers) {
    AtomicBoolean released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        slots.release();
        containers.close();
      }
    };
  }

  private static Content layOut(Contents contents, OpenContainers containers) throws IOException {
    List<Instance> instances = contents.instances();
    FileIds ids = new FileIds(instances);
    MessageDigest identity = sha256();
    StoredZip zip = new StoredZip(contents.study().lastReceivedAt());
    byte[] directory = StudyDirectory.of(contents, ids);
    zip.add("DICOMDIR", crc32(directory), new ContentPart.Bytes(directory));
    identity.update(directory);
    for (int i = 0; i < instances.size(); i++) {
      Instance each = instances.get(i);
      String name = String.join("/", ids.of(i));
      zip.add(name, Integer.toUnsignedLong(each.crc32()), containers.part(location(each)));
      identity.update(line(each));
    }
    return Content.of(MEDIA_TYPE, zip.finish())
        .etag(HexFormat.of().formatHex(identity.digest()))
        .lastModified(contents.study().lastReceivedAt())
        .attachment(contents.study().studyInstanceUid() + ".zip");
  }

  static ObjectLocation location(Instance instance) {
    return new ObjectLocation(instance.container(), instance.byteOffset(), instance.byteLength());
  }

  /** What tells the stored file from all others, wherever it lies. */
  private static byte[] line(Instance each) {
    return "%s %d %d %08x\n"
        .formatted(each.sopInstanceUid(), each.recordNumber(), each.byteLength(), each.crc32())
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
