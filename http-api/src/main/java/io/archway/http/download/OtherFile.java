package io.archway.http.download;

import io.archway.http.kernel.Content;
import io.archway.index.medium.MediumFile;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreException;
import io.archway.index.store.StoredObject;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * An uploaded file that is no DICOM object, sent from where it lies. Always to be saved, under the
 * type that its content has: no browser shows or runs it as part of us. Worker threads.
 */
public final class OtherFile {

  /** For the documents: pictures, documents, models and videos. */
  public static final String ANY_TYPE = "*/*";

  private OtherFile() {}

  /**
   * Stays readable until it is sent, also if it is deleted or moved meanwhile.
   *
   * @param find reads it from the index; once more if it has been moved since
   */
  public static Content content(ObjectStore store, Supplier<MediumFile> find) throws IOException {
    return Moving.follow(() -> content(store, find.get()));
  }

  private static Content content(ObjectStore store, MediumFile file) throws StoreException {
    ObjectLocation location =
        new ObjectLocation(file.container(), file.byteOffset(), file.byteLength());
    StoredObject object = store.read(location);
    return Content.channel(
            file.mediaType(), object.channel().orElseThrow(), location.offset(), location.length())
        .etag(file.sha256())
        .lastModified(file.receivedAt())
        .attachment(file.fileName())
        .onReleased(() -> StoredFile.close(object));
  }
}
