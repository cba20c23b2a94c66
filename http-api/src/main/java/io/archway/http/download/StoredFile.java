package io.archway.http.download;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DicomParseException;
import io.archway.http.kernel.Content;
import io.archway.http.kernel.ContentPart;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreException;
import io.archway.index.store.StoredObject;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyCorrection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.function.Supplier;

/**
 * The Part 10 file of one instance, sent from where it lies: as received, or with what the index
 * knows of its patient by now. Worker threads.
 */
public final class StoredFile {

  /** RFC 3240. */
  public static final String MEDIA_TYPE = "application/dicom";

  private StoredFile() {}

  /**
   * An instance and what is to be given out of it.
   *
   * @param correction null for the file as received, of which then nothing is read beforehand
   */
  public record Found(Instance instance, StudyCorrection correction) {}

  /**
   * Stays readable until it is sent, also if it is deleted or moved meanwhile.
   *
   * @param find reads the instance from the index; once more if it has been moved since
   */
  public static Content content(ObjectStore store, CopyRoom room, Supplier<Found> find)
      throws IOException {
    return Moving.follow(() -> content(store, room, find.get()));
  }

  static Content content(ObjectStore store, CopyRoom room, Found found) throws IOException {
    Instance instance = found.instance;
    StoredObject object = store.read(location(instance));
    try {
      CorrectedCopy copy = copy(object, instance, found.correction);
      return copy.isStored() ? stored(object, instance) : corrected(object, instance, copy, room);
    } catch (IOException | RuntimeException e) {
      close(object);
      throw e;
    }
  }

  /** What the file would be, without sending it. */
  public static CorrectedCopy copy(ObjectStore store, Supplier<Found> find) throws IOException {
    return Moving.follow(
        () -> {
          Found found = find.get();
          try (StoredObject object = store.read(location(found.instance))) {
            return copy(object, found.instance, found.correction);
          }
        });
  }

  /** Never falls back to the file as received: who is in it may be somebody else. */
  static CorrectedCopy copy(StoredObject object, Instance instance, StudyCorrection correction)
      throws IOException {
    try {
      return CorrectedCopies.of(
          new Whole(object),
          new CorrectedCopies.Described(
              instance.dataSetOffset(), instance.transferSyntaxUid(), instance.callingAeTitle()),
          correction);
    } catch (DicomParseException e) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "%s cannot carry what is known of its patient: %s (expected: raw=true, as received)"
              .formatted(instance.sopInstanceUid(), e.getMessage()));
    }
  }

  private record Whole(StoredObject object) implements ByteSource {
    @Override
    public long length() {
      return object.length();
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      return object.read(to, position);
    }
  }

  private static Content stored(StoredObject object, Instance instance) {
    ObjectLocation location = object.location();
    FileChannel channel = object.channel().orElseThrow();
    return Content.channel(MEDIA_TYPE, channel, location.offset(), location.length())
        .etag(tag(instance))
        .lastModified(instance.receivedAt())
        .attachment(instance.sopInstanceUid() + ".dcm")
        .onReleased(() -> close(object));
  }

  /** Without a time, since the file as received, which is older, may be the newer answer. */
  private static Content corrected(
      StoredObject object, Instance instance, CorrectedCopy copy, CopyRoom room) {
    FileChannel channel = object.channel().orElseThrow();
    CopyRoom.Held held = room.open();
    held.take(copy.heldBytes());
    List<ContentPart> parts =
        copy.pieces().stream().map(piece -> part(piece, channel, object.location())).toList();
    return Content.of(MEDIA_TYPE, parts)
        .etag(tag(instance) + copy.tag())
        .attachment(instance.sopInstanceUid() + ".dcm")
        .onReleased(
            () -> {
              held.release();
              close(object);
            });
  }

  private static ContentPart part(
      CorrectedCopy.Piece piece, FileChannel channel, ObjectLocation location) {
    if (piece instanceof CorrectedCopy.Piece.Stored stored) {
      return new ContentPart.ChannelRange(
          channel, location.offset() + stored.offset(), stored.length());
    }
    return new ContentPart.Bytes(((CorrectedCopy.Piece.Own) piece).bytes());
  }

  /** Where its Part 10 file lies. */
  public static ObjectLocation location(Instance instance) {
    return new ObjectLocation(instance.container(), instance.byteOffset(), instance.byteLength());
  }

  /** Of an object that belongs nowhere, as it came; found again if it has been moved since. */
  public static Content quarantined(ObjectStore store, Supplier<InboxEntry> find)
      throws IOException {
    return Moving.follow(() -> quarantined(store, find.get()));
  }

  private static Content quarantined(ObjectStore store, InboxEntry entry) throws StoreException {
    ObjectLocation location =
        new ObjectLocation(entry.container(), entry.byteOffset(), entry.byteLength());
    StoredObject object = store.read(location);
    FileChannel channel = object.channel().orElseThrow();
    return Content.channel(MEDIA_TYPE, channel, location.offset(), location.length())
        .attachment("inbox-" + entry.inboxKey() + ".dcm")
        .onReleased(() -> close(object));
  }

  /** Of the data set's digest and the checksum of the file with its meta group. */
  private static String tag(Instance instance) {
    return "%s-%08x".formatted(instance.sha256(), instance.crc32());
  }

  /** Of a file that was only read, a failure to close loses nothing. */
  static void close(StoredObject object) {
    try {
      object.close();
    } catch (IOException e) {
      return;
    }
  }
}
