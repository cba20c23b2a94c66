package io.archway.gateway.operation;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Apart;
import io.archway.gateway.home.OpenHome;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFilter;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.store.Backup;
import io.archway.index.study.InstanceLocation;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the Part 10 files of studies into a folder tree that a person can read. What is there
 * already with the right length stays, so that an export can be repeated.
 *
 * @param patientId only this patient; empty for all
 * @param studyInstanceUid only this study; empty for all
 * @param since only studies of which something arrived on this day (UTC) or later; empty for all
 */
record ExportOperation(Path target, String patientId, String studyInstanceUid, String since)
    implements Operation {
  private static final String MIDNIGHT = "T00:00:00Z";
  private static final int MOST_INSTANCES = 1_000_000;

  @Override
  public ExitCode run(OpenHome home, Report report) throws IOException {
    Apart.outsideHome(home.folder(), target, "export");
    List<Medium> studies = studies(home);
    long total = studies.stream().mapToLong(Medium::instanceCount).sum();
    long done = 0;
    for (Medium study : studies) {
      done = export(home, study, done, total, report);
      report.line("exported: " + target.resolve(ExportNames.study(study)));
    }
    report.line("%d studies, %d files".formatted(studies.size(), done));
    return ExitCode.OK;
  }

  private List<Medium> studies(OpenHome home) {
    List<Medium> studies = new ArrayList<>();
    List<Long> organizations =
        home.database().read(handle -> handle.attach(OrganizationDao.class).list()).stream()
            .map(organization -> organization.organizationKey())
            .toList();
    for (long organization : organizations) {
      Page<Medium> page = null;
      for (int number = 1; page == null || !page.rows().isEmpty(); number++) {
        PageRequest request = new PageRequest(number, PageRequest.MAX_PER_PAGE);
        page =
            home.database()
                .read(
                    handle ->
                        handle
                            .attach(MediumDao.class)
                            .page(organization, MediumFilter.ALL, request));
        page.rows().stream().filter(this::isWanted).forEach(studies::add);
      }
    }
    return studies;
  }

  private boolean isWanted(Medium medium) {
    return medium.studyKey() != null
        && (patientId.isEmpty() || patientId.equals(medium.patientId()))
        && (since.isEmpty() || !medium.lastReceivedAt().isBefore(Instant.parse(since + MIDNIGHT)))
        && (studyInstanceUid.isEmpty() || studyInstanceUid.equals(medium.studyInstanceUid()));
  }

  /** Held meanwhile, so that what compaction copies elsewhere can still be read where it was. */
  private long export(OpenHome home, Medium study, long doneBefore, long total, Report report)
      throws IOException {
    Backup held = home.store().backup();
    try {
      return exportHeld(home, study, doneBefore, total, report);
    } finally {
      held.close();
    }
  }

  private long exportHeld(OpenHome home, Medium study, long doneBefore, long total, Report report)
      throws IOException {
    Path folder = target.resolve(ExportNames.study(study));
    List<InstanceLocation> instances =
        home.database()
            .read(
                handle ->
                    handle
                        .attach(StudyDao.class)
                        .locations(study.organizationKey(), study.studyKey(), MOST_INSTANCES));
    long done = doneBefore;
    for (InstanceLocation instance : instances) {
      Path file =
          folder.resolve(ExportNames.series(instance)).resolve(ExportNames.instance(instance));
      write(home, instance, file);
      report.progress("exporting", ++done, total);
    }
    return done;
  }

  private static void write(OpenHome home, InstanceLocation instance, Path file)
      throws IOException {
    if (!Files.exists(file) || Files.size(file) != instance.byteLength()) {
      Path container = home.disk().path(instance.container()).orElseThrow();
      FileCopy.copy(container, instance.byteOffset(), instance.byteLength(), file, bytes -> {});
    }
  }
}
