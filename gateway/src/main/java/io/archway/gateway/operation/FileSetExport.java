package io.archway.gateway.operation;

import io.archway.dicom.data.DicomDirectory;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.DirectoryEntry;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.dict.Tag;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.OpenHome;
import io.archway.http.download.CorrectedCopies;
import io.archway.http.download.StudyDirectory;
import io.archway.http.download.StudyDownload;
import io.archway.index.medium.Medium;
import io.archway.index.patient.PatientDao;
import io.archway.index.store.ObjectLocation;
import io.archway.index.study.Instance;
import io.archway.index.study.Study;
import io.archway.index.study.StudyCorrection;
import io.archway.index.study.StudyDao;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/**
 * A file-set (PS3.10 8) that can be burnt: files under file IDs, a DICOMDIR that names them, and
 * beside it a table for people. File IDs are made of keys, so that they are the same at every
 * export. All records are in memory at once, and so are bounded.
 */
final class FileSetExport implements ExportLayout {
  static final String DIRECTORY = "DICOMDIR";
  static final String TABLE = "INDEX.CSV";
  static final int MAX_INSTANCES = StudyDownload.MAX_INSTANCES;

  private static final long DECIMAL_KEYS = 10_000_000L;
  private static final int RADIX = 36;

  private final Path target;
  private final boolean raw;
  private final List<DirectoryEntry> entries = new ArrayList<>();
  private final ExportTable table = new ExportTable();

  /**
   * @param raw as received, also where the patient was merged or corrected since
   */
  FileSetExport(Path target, boolean raw) {
    this.target = target;
    this.raw = raw;
  }

  @Override
  public void begin(long instances) throws IOException {
    if (instances > MAX_INSTANCES) {
      throw new CommandFailure(
          ExitCode.USAGE,
          ("instances: %d (expected: <= %d under one DICOMDIR; take fewer with --patient, --study or"
                  + " --since, or leave --dicomdir out)")
              .formatted(instances, MAX_INSTANCES));
    }
    Path directory = target.resolve(DIRECTORY);
    if (Files.exists(directory) && !isOurs(directory)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          directory
              + ": of another program (expected: a folder without, or one exported to before)");
    }
  }

  /** Another program's medium would lose its files, if its DICOMDIR were replaced. */
  private static boolean isOurs(Path directory) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(directory))) {
      return StudyDirectory.FILE_SET_ID.equals(
          Part10Reader.read(in, ParseLimits.DEFAULT).dataSet().string(Tag.FILE_SET_ID));
    } catch (DicomParseException e) {
      return false;
    }
  }

  @Override
  public Path write(OpenHome home, Medium study, Told told) throws IOException {
    StudyDownload.Contents found = home.database().read(handle -> contents(handle, study));
    List<Instance> written = new ArrayList<>();
    for (Instance each : found.instances()) {
      Path file = target.resolve(String.join("/", fileId(each)));
      if (exported(each, found.correction()).write(home, file, told)) {
        written.add(each);
      }
    }
    StudyDownload.Contents contents = found.of(written);
    List<List<String>> ids = written.stream().map(FileSetExport::fileId).toList();
    entries.addAll(StudyDirectory.entries(contents, ids::get, home.store()));
    for (int i = 0; i < ids.size(); i++) {
      table.add(ids.get(i), contents, written.get(i));
    }
    return target.resolve(ids.isEmpty() ? "" : String.join("/", ids.get(0).subList(0, 2)));
  }

  private static ExportedFile exported(Instance each, StudyCorrection correction) {
    return new ExportedFile(
        each.sopInstanceUid(),
        new ObjectLocation(each.container(), each.byteOffset(), each.byteLength()),
        new CorrectedCopies.Described(
            each.dataSetOffset(), each.transferSyntaxUid(), each.callingAeTitle()),
        correction);
  }

  private StudyDownload.Contents contents(Handle handle, Medium medium) {
    long organizationKey = medium.organizationKey();
    long studyKey = medium.studyKey();
    StudyDao studies = handle.attach(StudyDao.class);
    Study study = studies.find(organizationKey, studyKey).orElseThrow();
    return new StudyDownload.Contents(
        handle.attach(PatientDao.class).find(organizationKey, study.patientKey()).orElseThrow(),
        study,
        studies.series(organizationKey, studyKey, MAX_INSTANCES),
        studies.instances(organizationKey, studyKey, 0, MAX_INSTANCES),
        raw ? null : studies.correction(organizationKey, studyKey).orElse(null),
        raw);
  }

  /** {@code P0000012/S0000007/E0000031/I0000815} (PS3.10 8.2). */
  private static List<String> fileId(Instance instance) {
    return List.of(
        component('P', instance.patientKey()),
        component('S', instance.studyKey()),
        component('E', instance.seriesKey()),
        component('I', instance.instanceKey()));
  }

  /** Eight characters for any key up to 36^7; beyond seven digits under another letter. */
  static String component(char letter, long key) {
    if (key < DECIMAL_KEYS) {
      return String.format(Locale.ROOT, "%c%07d", letter, key);
    }
    String digits = Long.toString(key, RADIX).toUpperCase(Locale.ROOT);
    return (char) (letter + 1) + "0".repeat(Math.max(0, 7 - digits.length())) + digits;
  }

  @Override
  public void finish() throws IOException {
    Files.createDirectories(target);
    write(TABLE, table.bytes());
    write(DIRECTORY, DicomDirectory.write(StudyDirectory.FILE_SET_ID, entries));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path part = target.resolve(name + ".part");
    Files.write(part, bytes);
    FileCopy.forceAndRename(part, target.resolve(name));
  }
}
