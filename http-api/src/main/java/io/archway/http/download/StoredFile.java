package io.archway.http.download;

import io.archway.http.kernel.Content;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreException;
import io.archway.index.store.StoredObject;
import io.archway.index.study.Instance;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;

/** The Part 10 file of one instance, sent from where it lies. Worker threads. */
public final class StoredFile {

  /** RFC 3240. */
  public static final String MEDIA_TYPE = "application/dicom";

  private StoredFile() {}

  /**
   * Stays readable until it is sent, also if it is deleted or moved meanwhile.
   *
   * @param find reads the instance from the index; once more if it has been moved since
   */
  public static Content content(ObjectStore store, Supplier<Instance> find) throws IOException {
    return Moving.follow(() -> content(store, find.get()));
  }

  static Content content(ObjectStore store, Instance instance) throws StoreException {
    ObjectLocation location =
        new ObjectLocation(instance.container(), instance.byteOffset(), instance.byteLength());
    StoredObject object = store.read(location);
    FileChannel channel = object.channel().orElseThrow();
    return Content.channel(MEDIA_TYPE, channel, location.offset(), location.length())
        .etag(tag(instance))
        .lastModified(instance.receivedAt())
        .attachment(instance.sopInstanceUid() + ".dcm")
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
