package io.archway.http.imaging.upload;

import io.archway.dicom.data.DicomParseException;
import io.archway.http.imaging.upload.UploadView.Result;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Database;
import io.archway.index.medium.UploadedFile;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.patient.PatientRows;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Sender;
import io.archway.index.store.StoreException;
import io.archway.index.study.Instance;
import io.archway.index.study.InstanceHeader;
import io.archway.ingest.Intake;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.file.OtherFiles;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;

/**
 * Single files of a patient that come otherwise than by a form, and are kept as those are: a DICOM
 * object as one that a device sends, anything else as a medium of its own. What a file is, its
 * content tells; what is of no known type is kept as bytes that nothing runs or draws. Thread-safe;
 * calls block.
 */
public final class EnteredFiles {
  private static final int RETRY_AFTER_SECONDS = 5;
  private static final String UNKNOWN_TYPE = "application/octet-stream";
  private static final String EXTENSION = "[A-Za-z0-9]{1,10}";

  private final Database database;
  private final ObjectStore store;
  private final Intake intake;
  private final FileIntake objects;
  private final OtherFiles others;
  private final InstantSource clock;
  private final UploadLimits limits;
  private final Semaphore places;

  /**
   * @param maxConcurrent files on their way in at one time; one more is 503
   */
  public EnteredFiles(
      Database database,
      ObjectStore store,
      Intake intake,
      UploadLimits limits,
      int maxConcurrent,
      InstantSource clock) {
    this.database = database;
    this.store = store;
    this.intake = intake;
    this.limits = limits;
    this.clock = clock;
    this.places = new Semaphore(maxConcurrent);
    this.objects = new FileIntake(intake, HeaderReading.LIMITS);
    this.others = new OtherFiles(intake, store, database, clock, limits.smallFileBytes());
  }

  /** Most bytes of one file. */
  public long maxBytes() {
    return limits.maxBytes();
  }

  /** For the work on a file that is there. */
  public int workMillis() {
    return limits.workMillis();
  }

  /**
   * What it is called: {@code base} and what its content tells, or {@code extension} where that
   * tells nothing.
   */
  public record Name(String base, String extension) {
    /** As a file was called somewhere else. */
    public static Name of(String fileName) {
      int dot = fileName.lastIndexOf('.');
      return dot <= 0
          ? new Name(fileName, "")
          : new Name(fileName.substring(0, dot), fileName.substring(dot + 1));
    }

    private String with(String known) {
      String own = extension.matches(EXTENSION) ? extension.toLowerCase(Locale.ROOT) : "bin";
      String end = known == null ? own : sameType(known, own) ? own : known;
      String first = base.strip().isEmpty() ? "document" : base.strip();
      return first.substring(0, Math.min(first.length(), UploadedFile.MAX_NAME_LENGTH - 11))
          + "."
          + end;
    }

    private static boolean sameType(String one, String other) {
      return one.equals("jpg") && other.equals("jpeg") || one.equals("tif") && other.equals("tiff");
    }
  }

  /**
   * What a file has become.
   *
   * @param patientKey whose it is by now
   * @param instance of a DICOM object; null of anything else
   * @param fileUid of anything else; null of a DICOM object
   */
  public record Entered(
      boolean isNew, long patientKey, long mediumKey, Instance instance, String fileUid) {}

  /**
   * What its medium is, where nobody has said so before and it is no study; null where nothing is
   * said.
   */
  public record Said(String description, String category) {}

  /** What is said of it, in the transaction that shows it. */
  @FunctionalInterface
  public interface Saying<T> {
    T say(Handle handle, Entered entered) throws SQLException;
  }

  /** Begins one, or says 503 where too many are under way; to be closed. */
  public Entering begin() throws IOException {
    if (!places.tryAcquire()) {
      throw Problem.unavailable("Too many uploads at one time.", RETRY_AFTER_SECONDS).toException();
    }
    Entering entering = new Entering();
    try {
      entering.open();
      return entering;
    } catch (IOException | RuntimeException e) {
      entering.close();
      throw e;
    }
  }

  /** A file on its way in, unnamed until it is entered. Used by one thread at a time. */
  public final class Entering implements AutoCloseable {
    private final ReceivedFiles files = new ReceivedFiles(intake, store);
    private WrittenFile file;
    private boolean closed;

    private void open() throws IOException {
      file = files.begin("", null);
    }

    /**
     * @throws ProblemException 413 where it is longer than a file may be, 507 on a full disk
     */
    public void write(ByteBuffer bytes) throws IOException {
      if (file.length() + bytes.remaining() > limits.maxBytes()) {
        throw new ProblemException(
            ProblemType.CONTENT_TOO_LARGE,
            "file: > %d bytes (expected: at most that)".formatted(limits.maxBytes()));
      }
      try {
        files.write(file, bytes);
      } catch (StoreException e) {
        throw MediaUpload.refused(e);
      }
    }

    public long length() {
      return file.length();
    }

    /** Keeps it; durable when this returns. */
    public <T> T enter(
        Auditor auditor, Patient patient, long officeKey, Name name, Said said, Saying<T> saying)
        throws IOException, InterruptedException {
      try {
        ByteBuffer head = file.head();
        boolean part10 = UploadTaking.isPart10(head);
        FileType type = part10 ? null : FileType.of(head, file.length()).orElse(null);
        FileOutcome outcome = type == null ? object(patient, officeKey, part10) : null;
        if (outcome == null) {
          outcome = other(auditor, patient, officeKey, name, type);
        }
        return shown(auditor, patient, outcome, said, saying);
      } catch (StoreException e) {
        throw MediaUpload.refused(e);
      }
    }

    /** Null where it is no DICOM object. */
    private FileOutcome object(Patient patient, long officeKey, boolean part10)
        throws IOException, InterruptedException {
      try {
        Sender sender = Sender.ofOffice(UploadTaking.VIA, officeKey);
        if (!isOf(patient, sender)) {
          throw otherPatient();
        }
        FileIntake.Taken taken = objects.take(file::open, patient.organizationKey(), sender);
        return taken.verdict() == null
            ? null
            : FileOutcome.of("", taken.verdict(), taken.sopInstanceUid(), null);
      } catch (DicomParseException e) {
        if (part10) {
          throw refused("a DICOM object that cannot be read: " + e.getMessage());
        }
        return null;
      }
    }

    /** An object is filed with whom it names, who must be the one that was said. */
    private boolean isOf(Patient patient, Sender sender) throws IOException {
      InstanceHeader header = ObjectHeader.read(file::open);
      return header == null || isOf(patient, sender, header);
    }

    /** Looked at with everything in the index that was answered before. */
    private boolean isOf(Patient patient, Sender sender, InstanceHeader header) {
      intake.awaitIndexed();
      OptionalLong named = intake.patientOf(patient.organizationKey(), sender, header);
      return named.equals(OptionalLong.of(patient.patientKey()))
          || named.equals(OptionalLong.of(ownerOf(patient)));
    }

    /** Who stays, where they were merged meanwhile. */
    private long ownerOf(Patient patient) {
      return database
          .readInConnection(
              connection ->
                  PatientRows.look(connection, patient.organizationKey(), patient.patientKey()))
          .map(PatientIdentity::owner)
          .orElse(patient.patientKey());
    }

    private FileOutcome other(
        Auditor auditor, Patient patient, long officeKey, Name name, FileType type)
        throws IOException {
      UploadPatient whose =
          database
              .inConnection(
                  connection ->
                      PatientRows.lock(connection, patient.organizationKey(), patient.patientKey()))
              .map(UploadPatient::of)
              .orElseThrow(() -> Problem.notFound().toException());
      UploadedFile said =
          new UploadedFile(
              name.with(type == null ? null : type.extension()),
              type == null ? UNKNOWN_TYPE : type.mediaType(),
              officeKey,
              whose.named(),
              whose.variant(),
              auditor);
      OtherFiles.Kept kept = others.keep(patient.organizationKey(), said, file.sha256(), file);
      return FileOutcome.of(said.name(), kept.verdict(), null, kept.mediumKey());
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        files.discard();
        places.release();
      }
    }
  }

  private static ProblemException refused(String why) {
    return new ProblemException(ProblemType.BAD_REQUEST, why);
  }

  static ProblemException otherPatient() {
    return refused(
        "a DICOM object that is not of this patient (expected: Patient ID, name, birth date and"
            + " issuer of this one, valid UIDs)");
  }

  /** What is deleted and comes again is shown again, while nothing is being purged. */
  private <T> T shown(
      Auditor auditor, Patient patient, FileOutcome outcome, Said said, Saying<T> saying)
      throws IOException {
    if (outcome.isTransient()) {
      throw MediaUpload.refused(outcome.refusal(), outcome.reason());
    } else if (outcome.refusal() != null) {
      throw refused(outcome.reason());
    } else if (outcome.isInQuarantine()) {
      throw refused("a DICOM object that waits in the inbox: " + outcome.reason());
    } else if (outcome.result() == Result.CONFLICT) {
      throw refused(
          "a DICOM object that waits in the inbox: another one of its SOP Instance UID is here");
    }
    intake.awaitIndexed();
    ShownFile<T> showing = new ShownFile<>(clock, auditor, patient, outcome, said, saying);
    Optional<T> shown = showing.show(database, false);
    return shown.isPresent()
        ? shown.get()
        : intake.betweenGroups(() -> showing.show(database, true)).orElseThrow();
  }
}
