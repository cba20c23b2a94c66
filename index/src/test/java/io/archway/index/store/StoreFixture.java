package io.archway.index.store;

import io.archway.index.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Objects made from a seed, and readings of a whole store, for tests of what keeps them. */
public final class StoreFixture {

  static final int DATA_SET_OFFSET = 20;

  private StoreFixture() {}

  /** Small segments, so that tests cross their boundaries. */
  static StoreSettings smallSegments() {
    return new StoreSettings(64 << 10, 0, 4 << 10, 16 << 10, 1000, 0, 0);
  }

  public static byte[] content(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  public static ObjectHead head(long seed, byte[] content) {
    return new ObjectHead(
        7,
        new Sender("dimse", "SCANNER", "ARCHWAY", "192.0.2." + seed % 256),
        Instant.ofEpochSecond(1_700_000_000L + seed, 123_456_000),
        "1.2.840.10008.5.1.4.1.1.2",
        "2.25." + seed,
        "1.2.840.10008.1.2.1",
        digest(content),
        Math.min(DATA_SET_OFFSET, content.length));
  }

  static Sha256 digest(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      int offset = Math.min(DATA_SET_OFFSET, content.length);
      digest.update(content, offset, content.length - offset);
      return Sha256.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An object in several buffers, as it comes from the network. */
  public static Entry inline(long seed, int length) {
    byte[] content = content(seed, length);
    List<ByteBuffer> parts = new ArrayList<>();
    for (int at = 0; at < length; at += 3000) {
      parts.add(ByteBuffer.wrap(content, at, Math.min(3000, length - at)));
    }
    return new Entry.Inline(head(seed, content), parts);
  }

  /** The same without its digest, which is to follow. */
  public static Entry.Inline undigested(long seed, int length) {
    Entry.Inline known = (Entry.Inline) inline(seed, length);
    return new Entry.Inline(known.head().withSha256(null), known.content());
  }

  public static Entry reference(ObjectStore store, long seed, int length) throws IOException {
    byte[] content = content(seed, length);
    LargeObject large = store.newLargeObject();
    for (int at = 0; at < length; at += 5000) {
      large.write(ByteBuffer.wrap(content, at, Math.min(5000, length - at)));
    }
    return new Entry.Reference(head(seed, content), large.force());
  }

  public static Entry deletion(LogRecord.Stored stored) {
    return new Entry.Deletion(
        stored.head().organizationKey(),
        stored.head().sopInstanceUid(),
        stored.recordNumber(),
        stored.location(),
        Instant.ofEpochSecond(1_800_000_000L));
  }

  public static byte[] read(ObjectStore store, ObjectLocation location) throws IOException {
    try (StoredObject object = store.read(location)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(object.length()));
      while (bytes.hasRemaining()) {
        if (object.read(bytes, bytes.position()) < 0) {
          throw new IOException("end at " + bytes.position());
        }
      }
      return bytes.array();
    }
  }

  /** What a replay shows: the objects that are left, by record number, and the damage. */
  static final class Replayed implements ReplayVisitor {
    final Map<Long, LogRecord.Stored> objects = new TreeMap<>();
    final List<LogRecord> records = new ArrayList<>();
    final List<LogPosition> positions = new ArrayList<>();
    final List<Damage> damage = new ArrayList<>();

    @Override
    public void onRecord(LogRecord record, LogPosition next) {
      records.add(record);
      positions.add(next);
      if (record instanceof LogRecord.Stored stored) {
        objects.put(stored.recordNumber(), stored);
      } else if (record instanceof LogRecord.Tombstone tombstone) {
        objects.remove(tombstone.targetRecordNumber());
      }
    }

    @Override
    public void onDamage(Damage found) {
      damage.add(found);
    }
  }

  static Replayed replay(ObjectStore store) throws IOException {
    return replay(store, LogPosition.START);
  }

  static Replayed replay(ObjectStore store, LogPosition from) throws IOException {
    Replayed replayed = new Replayed();
    store.replay(from, replayed);
    return replayed;
  }

  static ObjectStore open(Disk disk) throws IOException {
    return ObjectStore.open(disk, smallSegments());
  }

  static LogRecord.Stored stored(Appended appended, int index) {
    return (LogRecord.Stored) appended.records().get(index);
  }
}
