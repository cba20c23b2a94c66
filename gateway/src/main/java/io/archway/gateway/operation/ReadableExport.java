package io.archway.gateway.operation;

import io.archway.gateway.home.OpenHome;
import io.archway.index.medium.Medium;
import io.archway.index.study.InstanceLocation;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Folders and files whose names a person can read, as many as there are. */
record ReadableExport(Path target) implements ExportLayout {
  private static final int MOST_INSTANCES = 1_000_000;

  @Override
  public Path write(OpenHome home, Medium study, Runnable onFile) throws IOException {
    Path folder = target.resolve(ExportNames.study(study));
    for (InstanceLocation each : locations(home, study)) {
      Path file = folder.resolve(ExportNames.series(each)).resolve(ExportNames.instance(each));
      ExportLayout.copy(home, each.container(), each.byteOffset(), each.byteLength(), file);
      onFile.run();
    }
    return folder;
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
