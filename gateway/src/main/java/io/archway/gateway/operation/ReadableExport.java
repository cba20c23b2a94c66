package io.archway.gateway.operation;

import io.archway.gateway.home.OpenHome;
import io.archway.http.download.CorrectedCopies;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumFile;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.store.ObjectLocation;
import io.archway.index.study.InstanceLocation;
import io.archway.index.study.StudyCorrection;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Folders and files whose names a person can read, as many as there are.
 *
 * @param raw as received, also where the patient was merged or corrected since
 */
record ReadableExport(Path target, boolean raw) implements ExportLayout {
  private static final int MOST_INSTANCES = 1_000_000;

  @Override
  public Path write(OpenHome home, Medium study, Told told) throws IOException {
    Path folder = target.resolve(ExportNames.study(study));
    StudyCorrection correction = correction(home, study).orElse(null);
    for (InstanceLocation each : locations(home, study)) {
      Path file = folder.resolve(ExportNames.series(each)).resolve(ExportNames.instance(each));
      exported(each, correction).write(home, file, told);
    }
    return folder;
  }

  @Override
  public boolean holdsFiles() {
    return true;
  }

  @Override
  public Path writeFile(OpenHome home, Medium file, Told told) throws IOException {
    Path to = target.resolve(ExportNames.file(file));
    Optional<MediumFile> stored =
        home.database()
            .read(
                handle ->
                    handle
                        .attach(MediumFileDao.class)
                        .find(file.organizationKey(), file.mediumKey()));
    if (stored.isEmpty()) {
      told.leftOut("medium %d was purged meanwhile".formatted(file.mediumKey()));
      return to;
    }
    long length = stored.get().byteLength();
    if (!Files.exists(to) || Files.size(to) != length) {
      Path from = home.disk().path(stored.get().container()).orElseThrow();
      FileCopy.copy(from, stored.get().byteOffset(), length, to, bytes -> {});
    }
    told.written();
    return to;
  }

  private Optional<StudyCorrection> correction(OpenHome home, Medium study) {
    return raw
        ? Optional.empty()
        : home.database()
            .read(
                handle ->
                    handle
                        .attach(StudyDao.class)
                        .correction(study.organizationKey(), study.studyKey()));
  }

  private static ExportedFile exported(InstanceLocation each, StudyCorrection correction) {
    return new ExportedFile(
        each.sopInstanceUid(),
        new ObjectLocation(each.container(), each.byteOffset(), each.byteLength()),
        new CorrectedCopies.Described(
            each.dataSetOffset(), each.transferSyntaxUid(), each.callingAeTitle()),
        correction);
  }

  private static List<InstanceLocation> locations(OpenHome home, Medium study) {
    return home.database()
        .read(
            handle ->
                handle
                    .attach(StudyDao.class)
                    .locations(study.organizationKey(), study.studyKey(), MOST_INSTANCES));
  }
}
