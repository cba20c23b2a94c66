package io.archway.http.thumbnail;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Uids;
import io.archway.http.download.StoredFile;
import io.archway.http.kernel.Content;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Response;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.frame.ByteRange;
import io.archway.imaging.frame.EncapsulatedDocument;
import io.archway.imaging.picture.FramePicture;
import io.archway.imaging.picture.KindPicture;
import io.archway.imaging.picture.ModelPicture;
import io.archway.imaging.picture.PhotoPicture;
import io.archway.imaging.picture.Picture;
import io.archway.index.database.Database;
import io.archway.index.medium.MediumFile;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreError;
import io.archway.index.store.StoreException;
import io.archway.index.store.StoredObject;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Thumbnails of what is stored: of an image its frame, of a model its shape, of a document its
 * first page, of all else, and of what cannot be drawn, a picture that names the kind. Thread-safe;
 * worker threads.
 */
public final class StoredThumbnails {
  /** Says why a picture only names a kind. */
  public static final String PROBLEM_HEADER = "Thumbnail-Problem";

  private final Database database;
  private final ObjectStore store;
  private final Thumbnails thumbnails;

  public StoredThumbnails(Database database, ObjectStore store, Thumbnails thumbnails) {
    this.database = database;
    this.store = store;
    this.thumbnails = thumbnails;
  }

  /**
   * Of an instance that the caller may see.
   *
   * @param size of the longer side, in pixels
   */
  public Response of(Instance instance, int size) throws IOException {
    return answer(key(instance, size), thumbnail(instance, size));
  }

  /** The same as a picture. */
  public Thumbnail thumbnail(Instance instance, int size) throws IOException {
    return thumbnails.get(
        key(instance, size),
        limits ->
            opened(
                StoredFile.location(instance),
                () -> StoredFile.location(again(instance)),
                object -> draw(instance, object, size, limits),
                () -> again(instance)));
  }

  private ThumbnailKey key(Instance instance, int size) {
    return ThumbnailKey.of(
        instance.sha256(),
        "instance",
        instance.transferSyntaxUid(),
        instance.sopClassUid(),
        "" + instance.modality(),
        Integer.toString(size),
        thumbnails.limits().toString());
  }

  /**
   * Of an uploaded file that the caller may see.
   *
   * @param size of the longer side, in pixels
   */
  public Response of(MediumFile file, int size) throws IOException {
    return answer(key(file, size), thumbnail(file, size));
  }

  /** The same as a picture. */
  public Thumbnail thumbnail(MediumFile file, int size) throws IOException {
    return thumbnails.get(
        key(file, size),
        limits ->
            opened(
                location(file),
                () -> location(again(file)),
                object -> draw(file, object, size, limits),
                () -> again(file)));
  }

  private ThumbnailKey key(MediumFile file, int size) {
    return ThumbnailKey.of(
        file.sha256(),
        "file",
        file.mediaType(),
        Integer.toString(size),
        thumbnails.limits().toString());
  }

  /** A picture of a kind alone, for what has no content here. */
  public Response ofKind(String kind, int size) throws IOException {
    ThumbnailKey key = ThumbnailKey.of("kind " + kind, Integer.toString(size));
    return answer(
        key, thumbnails.get(key, limits -> new Thumbnail(KindPicture.of(kind, size), null)));
  }

  private static Response answer(ThumbnailKey key, Thumbnail thumbnail) {
    Picture picture = thumbnail.picture();
    Response response =
        Response.content(
            Content.bytes(picture.mediaType(), picture.bytes()).etag(key.look().substring(0, 32)));
    return thumbnail.problem() == null
        ? response
        : response.header(PROBLEM_HEADER, thumbnail.problem());
  }

  /** What is done with an object that is open. */
  private interface Opened {
    Thumbnail draw(StoredObject object) throws IOException;
  }

  /**
   * @param moved where it lies by now, if compaction has moved it meanwhile
   * @param stillThere throws where it was purged meanwhile: then no picture of it may be kept
   */
  private Thumbnail opened(
      ObjectLocation location, Supplier<ObjectLocation> moved, Opened drawing, Runnable stillThere)
      throws IOException {
    Thumbnail drawn = opened(location, moved, drawing);
    stillThere.run();
    return drawn;
  }

  private Thumbnail opened(ObjectLocation location, Supplier<ObjectLocation> moved, Opened drawing)
      throws IOException {
    try (StoredObject object = store.read(location)) {
      return drawing.draw(object);
    } catch (StoreException e) {
      if (e.error() != StoreError.NOT_FOUND) {
        throw e;
      }
      try (StoredObject object = store.read(moved.get())) {
        return drawing.draw(object);
      }
    }
  }

  private Instance again(Instance instance) {
    return database.read(
        handle ->
            handle
                .attach(StudyDao.class)
                .versions(instance.organizationKey(), instance.sopInstanceUid())
                .stream()
                .filter(version -> version.instanceKey() == instance.instanceKey())
                .findFirst()
                .orElseThrow(() -> Problem.notFound().toException()));
  }

  private MediumFile again(MediumFile file) {
    return database.read(
        handle ->
            handle
                .attach(MediumFileDao.class)
                .find(file.organizationKey(), file.mediumKey())
                .orElseThrow(() -> Problem.notFound().toException()));
  }

  private static ObjectLocation location(MediumFile file) {
    return new ObjectLocation(file.container(), file.byteOffset(), file.byteLength());
  }

  private Thumbnail draw(MediumFile file, StoredObject object, int size, PictureLimits limits)
      throws IOException {
    try {
      ByteSource bytes = new Stored(object);
      String photograph = Kinds.photograph(file.mediaType());
      if (photograph != null) {
        return new Thumbnail(PhotoPicture.of(bytes, photograph, size, limits), null);
      }
      if (file.mediaType().equals(Kinds.STL)) {
        return new Thumbnail(ModelPicture.of(bytes, size, limits), null);
      }
      if (file.mediaType().equals(Kinds.PDF)) {
        return new Thumbnail(thumbnails.documents().of(bytes, size), null);
      }
      return new Thumbnail(KindPicture.of(Kinds.label(file.mediaType()), size), null);
    } catch (PictureException e) {
      return new Thumbnail(KindPicture.of(Kinds.label(file.mediaType()), size), e.getMessage());
    }
  }

  private Thumbnail draw(Instance instance, StoredObject object, int size, PictureLimits limits)
      throws IOException {
    TransferSyntax syntax = TransferSyntax.of(instance.transferSyntaxUid());
    try {
      long offset = instance.dataSetOffset();
      ByteSource dataSet = new ByteRange(new Stored(object), offset, object.length() - offset);
      return new Thumbnail(draw(instance, dataSet, syntax, size, limits), null);
    } catch (PictureException e) {
      boolean nothingToDraw = e.fault() == PictureFault.NO_PIXELS;
      return new Thumbnail(
          KindPicture.of(Kinds.label(instance, syntax, e.fault()), size),
          nothingToDraw ? null : e.getMessage());
    }
  }

  private Picture draw(
      Instance instance, ByteSource dataSet, TransferSyntax syntax, int size, PictureLimits limits)
      throws IOException {
    if (instance.sopClassUid().equals(Uids.ENCAPSULATED_STL_STORAGE)) {
      return ModelPicture.of(EncapsulatedDocument.of(dataSet, syntax, limits), size, limits);
    }
    if (instance.sopClassUid().equals(Uids.ENCAPSULATED_PDF_STORAGE)) {
      return thumbnails.documents().of(EncapsulatedDocument.of(dataSet, syntax, limits), size);
    }
    if (Kinds.isNeverAnImage(instance.sopClassUid()) || syntax.pixelsElsewhere()) {
      throw new PictureException(PictureFault.NO_PIXELS, "no image");
    }
    return FramePicture.of(dataSet, syntax, size, limits);
  }

  private record Stored(StoredObject object) implements ByteSource {
    @Override
    public long length() {
      return object.length();
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      return object.read(to, position);
    }
  }
}
