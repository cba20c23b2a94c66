package io.archway.http.documents;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Uids;
import io.archway.http.documents.remote.SftpSite;
import io.archway.http.download.CopyRoom;
import io.archway.http.download.OtherFile;
import io.archway.http.download.StoredFile;
import io.archway.http.download.StudyDownload;
import io.archway.http.kernel.Problem;
import io.archway.http.thumbnail.StoredThumbnails;
import io.archway.http.thumbnail.Thumbnail;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.frame.ByteRange;
import io.archway.imaging.frame.EncapsulatedDocument;
import io.archway.imaging.frame.SourceStream;
import io.archway.imaging.picture.Composition;
import io.archway.imaging.picture.Picture;
import io.archway.index.database.Database;
import io.archway.index.document.DocumentKind;
import io.archway.index.document.DocumentRow;
import io.archway.index.medium.MediumFile;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.patient.PatientDao;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoredObject;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyCorrection;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Documents as files for others: as they are stored, with their patient as known by now, or drawn.
 * Thread-safe; calls block.
 */
final class DocumentFiles {
  private static final int LARGE = 4_096;
  private static final int SMALL = 100;
  private static final int CELL = 480;
  private static final int MOST_PICTURES = 100;
  private static final String DICOM = "dcm";
  private static final String ZIP = "zip";

  /** By extension, what pictures are encoded as. */
  private static final Map<String, String> FORMATS =
      Map.of("jpg", "jpeg", "jpeg", "jpeg", "png", "png", "gif", "gif");

  private static final Map<String, String> ENCAPSULATED =
      Map.of(
          Uids.ENCAPSULATED_PDF_STORAGE, "pdf",
          Uids.ENCAPSULATED_STL_STORAGE, "stl",
          Uids.ENCAPSULATED_OBJ_STORAGE, "obj");

  private final Database database;
  private final ObjectStore store;
  private final StoredThumbnails pictures;
  private final CopyRoom copies = new CopyRoom();
  private final StudyDownload archives;

  DocumentFiles(Database database, ObjectStore store, StoredThumbnails pictures) {
    this.database = database;
    this.store = store;
    this.pictures = pictures;
    this.archives = new StudyDownload(store, copies);
  }

  /** What a document's file ends with unless something else is asked for. */
  static String extension(DocumentRow row) {
    return switch (row.documentKind()) {
      case INSTANCE -> ENCAPSULATED.getOrDefault(row.sopClassUid(), DICOM);
      case SERIES -> row.objects() == 1 ? DICOM : ZIP;
      case FILE -> FileNames.extension(row.fileName());
      case MOUNT, ALBUM -> "jpg";
    };
  }

  /** Empty where a document cannot become such a file. */
  Optional<SftpSite.Content> file(DocumentRow row, String extension) throws IOException {
    boolean own = extension.equals(extension(row));
    return switch (row.documentKind()) {
      case INSTANCE ->
          extension.equals(DICOM) || own
              ? Optional.of(instance(row, extension))
              : drawn(row, extension);
      case SERIES -> own ? Optional.of(out -> series(row, extension, out)) : Optional.empty();
      case FILE -> own ? Optional.of(out -> other(row, out)) : drawn(row, extension);
      case MOUNT, ALBUM -> Optional.empty();
    };
  }

  private Optional<SftpSite.Content> drawn(DocumentRow row, String extension) throws IOException {
    String format = FORMATS.get(extension);
    if (format == null) {
      return Optional.empty();
    }
    Optional<Picture> picture = picture(row, LARGE);
    if (picture.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = Composition.as(picture.get(), format);
    return Optional.of(out -> out.write(bytes));
  }

  /** Of an image alone, and only where it can be drawn. */
  private Optional<Picture> picture(DocumentRow row, int size) throws IOException {
    if (row.documentKind() == DocumentKind.INSTANCE
        && ENCAPSULATED.get(row.sopClassUid()) == null) {
      return drawn(pictures.thumbnail(instance(row), size));
    } else if (row.documentKind() == DocumentKind.FILE && row.mediaType().startsWith("image/")) {
      return drawn(pictures.thumbnail(file(row), size));
    }
    return Optional.empty();
  }

  /** Kinds are PNG, what is drawn is JPEG. */
  private static Optional<Picture> drawn(Thumbnail thumbnail) {
    boolean shows =
        thumbnail.problem() == null && thumbnail.picture().mediaType().equals(Picture.JPEG);
    return shows ? Optional.of(thumbnail.picture()) : Optional.empty();
  }

  /** What a thumbnail's file ends with: as the image's, where that is such a picture. */
  static String thumbnailExtension(DocumentRow row) {
    String own = extension(row);
    return FORMATS.containsKey(own) ? own : "jpg";
  }

  /** 100 x 100; empty of what is no image. */
  Optional<SftpSite.Content> thumbnail(DocumentRow row) throws IOException {
    Optional<Picture> picture = picture(row, SMALL);
    if (picture.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = Composition.square(picture.get(), SMALL, FORMATS.get(thumbnailExtension(row)));
    return Optional.of(out -> out.write(bytes));
  }

  /** All pictures of a mount in one, by their teeth, within the time that the site has. */
  Optional<SftpSite.Content> mount(
      Shown shown, List<DocumentRow> rows, String extension, SftpSite site) throws IOException {
    String format = FORMATS.get(extension);
    if (format == null) {
      return Optional.empty();
    }
    List<Composition.Placed> placed = new ArrayList<>();
    for (DocumentRow row : rows.subList(0, Math.min(rows.size(), MOST_PICTURES))) {
      site.checkTime();
      Optional<Picture> picture = picture(row, CELL);
      if (picture.isPresent()) {
        MountLayout place = MountLayout.of(ToothNumbers.toIso(shown.teeth(row)), placed.size());
        placed.add(new Composition.Placed(picture.get(), place.row(), place.column()));
      }
    }
    if (placed.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = Composition.rows(placed, CELL, format);
    return Optional.of(out -> out.write(bytes));
  }

  private SftpSite.Content instance(DocumentRow row, String extension) {
    if (extension.equals(DICOM)) {
      return out ->
          ContentCopy.write(
              StoredFile.content(
                  store, copies, () -> database.read(handle -> found(handle, instance(row)))),
              out);
    }
    return out -> document(instance(row), out);
  }

  private static StoredFile.Found found(Handle handle, Instance instance) {
    return new StoredFile.Found(instance, correction(handle, instance));
  }

  private static StudyCorrection correction(Handle handle, Instance instance) {
    return instance.mayDiffer()
        ? handle
            .attach(StudyDao.class)
            .correction(instance.organizationKey(), instance.studyKey())
            .orElse(null)
        : null;
  }

  /** What an object carries, without the object around it. */
  private void document(Instance instance, OutputStream out) throws IOException {
    PictureLimits limits = PictureLimits.DEFAULT;
    try (StoredObject object = store.read(StoredFile.location(instance))) {
      long offset = instance.dataSetOffset();
      ByteSource dataSet = new ByteRange(new Stored(object), offset, object.length() - offset);
      ByteSource document =
          EncapsulatedDocument.of(dataSet, TransferSyntax.of(instance.transferSyntaxUid()), limits);
      try (SourceStream in = new SourceStream(document, TimeLimit.of(limits))) {
        in.transferTo(out);
      }
    }
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

  private Instance instance(DocumentRow row) {
    return database.read(
        handle ->
            handle
                .attach(StudyDao.class)
                .instance(row.organizationKey(), row.uid())
                .filter(one -> one.studyKey() == row.studyKey())
                .orElseThrow(() -> Problem.notFound().toException()));
  }

  private MediumFile file(DocumentRow row) {
    return database.read(
        handle ->
            handle
                .attach(MediumFileDao.class)
                .ofUid(row.organizationKey(), row.uid())
                .orElseThrow(() -> Problem.notFound().toException()));
  }

  private void series(DocumentRow row, String extension, OutputStream out) throws IOException {
    if (extension.equals(DICOM)) {
      ContentCopy.write(
          StoredFile.content(store, copies, () -> database.read(handle -> only(handle, row))), out);
      return;
    }
    ContentCopy.write(
        archives.content(count(row), () -> database.read(handle -> contents(handle, row))), out);
  }

  private void other(DocumentRow row, OutputStream out) throws IOException {
    ContentCopy.write(OtherFile.content(store, () -> file(row)), out);
  }

  private int count(DocumentRow row) {
    return database.read(handle -> slices(handle, row).size());
  }

  /** Also where more have come since its name was given. */
  private static StoredFile.Found only(Handle handle, DocumentRow row) {
    return slices(handle, row).stream()
        .findFirst()
        .map(instance -> found(handle, instance))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private static List<Instance> slices(Handle handle, DocumentRow row) {
    return handle
        .attach(StudyDao.class)
        .instances(row.organizationKey(), row.studyKey(), 0, StudyDownload.MAX_INSTANCES + 1)
        .stream()
        .filter(one -> one.seriesKey() == row.seriesKey())
        .toList();
  }

  private static StudyDownload.Contents contents(Handle handle, DocumentRow row) {
    StudyDao studies = handle.attach(StudyDao.class);
    List<Instance> slices = slices(handle, row);
    return new StudyDownload.Contents(
        handle.attach(PatientDao.class).find(row.organizationKey(), row.patientKey()).orElseThrow(),
        studies.find(row.organizationKey(), row.studyKey()).orElseThrow(),
        studies.series(row.organizationKey(), row.studyKey(), StudyDownload.MAX_INSTANCES),
        slices,
        slices.isEmpty() ? null : correction(handle, slices.get(0)),
        false);
  }
}
