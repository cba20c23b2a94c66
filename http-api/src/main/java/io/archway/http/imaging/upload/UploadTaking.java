package io.archway.http.imaging.upload;

import io.archway.dicom.data.DicomParseException;
import io.archway.http.kernel.FieldErrors;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Database;
import io.archway.index.matching.GivenLinks;
import io.archway.index.medium.UploadedFile;
import io.archway.index.store.Sender;
import io.archway.index.study.InstanceHeader;
import io.archway.index.worklist.WorklistEntry;
import io.archway.ingest.Intake;
import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.file.OtherFiles;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what was uploaded whole: finds out what each file is, then gives DICOM objects to the
 * intake, some at a time so that they share the forces of the disk, and keeps the others.
 * Thread-safe; calls block.
 */
final class UploadTaking {
  static final String VIA = "upload";
  private static final Logger LOG = LoggerFactory.getLogger(UploadTaking.class);
  private static final int AT_ONE_TIME = 8;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int DICM_AT = 128;
  private static final String OTHER_PATIENT =
      "of another patient than worklist_id (expected: its Patient ID, name or birth date)";

  private final Intake intake;
  private final FileIntake objects;
  private final OtherFiles others;
  private final UploadLimits limits;
  private final ExecutorService takers;

  UploadTaking(Intake intake, OtherFiles others, UploadLimits limits) {
    this.intake = intake;
    this.objects = new FileIntake(intake, HeaderReading.LIMITS);
    this.others = others;
    this.limits = limits;
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            AT_ONE_TIME,
            AT_ONE_TIME,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "upload-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.takers = pool;
  }

  /** What a file is; only an archive has one read. */
  record Looked(WrittenFile file, FileType type, ZipArchive archive) {
    /** DICOM, or what only trying tells. */
    boolean mayBeDicom() {
      return type == null;
    }

    boolean isOther() {
      return type != null && archive == null;
    }
  }

  /**
   * Where files belong.
   *
   * @param patient of those that are no DICOM object
   * @param order that the upload names; null: none
   */
  record Belonging(
      long organizationKey,
      long officeKey,
      UploadPatient patient,
      WorklistEntry order,
      Auditor by) {}

  /** What the files are; what is wrong with one is told under its name. */
  List<Looked> look(List<WrittenFile> files, FieldErrors errors) throws IOException {
    List<Looked> looked = new ArrayList<>();
    ArchiveTotals archives = new ArchiveTotals(limits);
    for (int i = 0; i < files.size(); i++) {
      String own = files.get(i).field();
      String field = own != null ? own : files.size() == 1 ? "file" : "file." + i;
      try {
        looked.add(look(files.get(i), archives));
      } catch (ArchiveException e) {
        errors.add(field, e.getMessage());
      }
    }
    return looked;
  }

  private Looked look(WrittenFile file, ArchiveTotals archives) throws IOException {
    ByteBuffer head = file.head();
    FileType type = isPart10(head) ? null : FileType.of(head, file.length()).orElse(null);
    boolean isArchive = type == FileType.ZIP;
    return new Looked(file, type, isArchive ? ZipArchive.read(file, limits, archives) : null);
  }

  /** Its preamble may make a DICOM file look like a TIFF too (PS3.10 7.1). */
  static boolean isPart10(ByteBuffer head) {
    return head.remaining() >= DICM_AT + 4
        && head.get(DICM_AT) == 'D'
        && head.get(DICM_AT + 1) == 'I'
        && head.get(DICM_AT + 2) == 'C'
        && head.get(DICM_AT + 3) == 'M';
  }

  /** In the order of the files. */
  List<FileOutcome> take(List<Looked> files, Belonging belonging)
      throws IOException, InterruptedException {
    List<FileOutcome> outcomes = new ArrayList<>();
    for (Looked looked : files) {
      if (looked.archive != null) {
        outcomes.addAll(takeArchive(looked.archive, belonging));
      } else if (looked.type != null) {
        outcomes.add(keep(looked, belonging));
      } else {
        outcomes.addAll(
            takeAll(List.of(new Source(looked.file.name(), looked.file::open)), belonging, false));
      }
    }
    return outcomes;
  }

  private record Source(String name, FileIntake.Source bytes) {}

  private List<FileOutcome> takeArchive(ZipArchive archive, Belonging belonging)
      throws InterruptedException {
    List<Source> sources = new ArrayList<>();
    for (ZipArchive.Entry entry : archive.entries()) {
      sources.add(new Source(entry.name(), () -> archive.open(entry)));
    }
    return takeAll(sources, belonging, true);
  }

  private List<FileOutcome> takeAll(List<Source> sources, Belonging belonging, boolean archived)
      throws InterruptedException {
    FileOutcome[] outcomes = new FileOutcome[sources.size()];
    Semaphore ahead = new Semaphore(AT_ONE_TIME);
    for (int i = 0; i < outcomes.length; i++) {
      int place = i;
      ahead.acquire();
      takers.execute(
          () -> {
            try {
              outcomes[place] = takeObject(sources.get(place), belonging, archived);
            } catch (RuntimeException | Error e) {
              LOG.error("an uploaded object is refused", e);
              outcomes[place] = failed(sources.get(place), refusalBy(e));
            } finally {
              ahead.release();
            }
          });
    }
    ahead.acquire(AT_ONE_TIME);
    return List.of(outcomes);
  }

  private FileOutcome takeObject(Source source, Belonging belonging, boolean archived) {
    Sender sender = Sender.ofOffice(VIA, belonging.officeKey);
    try {
      if (belonging.order != null && isOfAnother(source, belonging, sender)) {
        return FileOutcome.refused(source.name, OTHER_PATIENT);
      }
      FileIntake.Taken taken = objects.take(source.bytes, belonging.organizationKey, sender);
      return taken.verdict() == null
          ? FileOutcome.skipped(source.name, "a DICOMDIR: its files are taken one by one")
          : FileOutcome.of(source.name, taken.verdict(), taken.sopInstanceUid(), null);
    } catch (DicomParseException e) {
      return archived
          ? notDicom(source)
          : FileOutcome.refused(source.name, "of no kind that is kept: " + e.getMessage());
    } catch (ArchiveException e) {
      return FileOutcome.refused(source.name, e.getMessage());
    } catch (IOException e) {
      return unreadable(source, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FileOutcome.refused(source.name, "interrupted");
    }
  }

  private static Refusal refusalBy(Throwable fault) {
    return Database.isPassing(fault) ? Refusal.INDEX_UNAVAILABLE : Refusal.FAILED;
  }

  /** As matching asks before it links what names an order. */
  private boolean isOfAnother(Source source, Belonging belonging, Sender sender)
      throws IOException {
    InstanceHeader header = ObjectHeader.read(source.bytes);
    return header != null
        && GivenLinks.contradicts(header.patient(), belonging.order.patient())
        && !intake
            .patientOf(belonging.organizationKey, sender, header)
            .equals(OptionalLong.of(belonging.order.item().patientKey()));
  }

  /** The disk's fault, not the file's. */
  private static FileOutcome unreadable(Source source, IOException e) {
    LOG.error("an uploaded file cannot be read back", e);
    return failed(source, Refusal.STORE_FAILED);
  }

  private static FileOutcome failed(Source source, Refusal refusal) {
    return FileOutcome.of(source.name, new Verdict.Refused(refusal), null, null);
  }

  /** Media bring viewers and notes along; an archive in an archive is never opened. */
  private static FileOutcome notDicom(Source source) {
    try (InputStream in = source.bytes.open()) {
      byte[] head = in.readNBytes(FileType.HEAD_BYTES);
      boolean archive =
          FileType.of(ByteBuffer.wrap(head), head.length).filter(FileType.ZIP::equals).isPresent();
      return archive
          ? FileOutcome.refused(source.name, "an archive within an archive")
          : FileOutcome.skipped(source.name, "no DICOM object");
    } catch (ArchiveException e) {
      return FileOutcome.refused(source.name, e.getMessage());
    } catch (IOException e) {
      return unreadable(source, e);
    }
  }

  private FileOutcome keep(Looked looked, Belonging belonging) throws IOException {
    WrittenFile file = looked.file;
    String name = file.name().isEmpty() ? "file." + looked.type.extension() : file.name();
    UploadedFile said =
        new UploadedFile(
            name,
            looked.type.mediaType(),
            belonging.officeKey,
            belonging.patient.named(),
            belonging.patient.variant(),
            belonging.by);
    OtherFiles.Kept kept = others.keep(belonging.organizationKey, said, file.sha256(), file);
    return FileOutcome.of(file.name(), kept.verdict(), null, kept.mediumKey());
  }
}
