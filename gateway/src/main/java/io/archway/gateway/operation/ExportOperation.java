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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the Part 10 files of studies and uploaded files elsewhere. What is there already with the
 * right length stays, so that an export can be repeated.
 *
 * @param patientId only this patient; empty for all
 * @param studyInstanceUid only this study; empty for all
 * @param since only studies of which something arrived on this day (UTC) or later; empty for all
 * @param fileSet under a DICOMDIR, instead of by names for people
 * @param raw as received, also where the patient was merged or corrected since
 */
record ExportOperation(
    Path target,
    String patientId,
    String studyInstanceUid,
    String since,
    boolean fileSet,
    boolean raw)
    implements Operation {
  private static final String MIDNIGHT = "T00:00:00Z";

  @Override
  public ExitCode run(OpenHome home, Report report) throws IOException {
    Apart.outsideHome(home.folder(), target, "export");
    home.intake().awaitIndexed();
    ExportLayout layout =
        fileSet ? new FileSetExport(target, raw) : new ReadableExport(target, raw);
    List<Medium> media = media(home);
    List<Medium> studies = media.stream().filter(one -> one.studyKey() != null).toList();
    List<Medium> files =
        media.stream().filter(one -> layout.holdsFiles() && one.fileName() != null).toList();
    long total = studies.stream().mapToLong(Medium::instanceCount).sum() + files.size();
    layout.begin(total);
    Progress progress = new Progress(report, total);
    for (Medium study : studies) {
      report.line("exported: " + held(home, () -> layout.write(home, study, progress)));
    }
    for (Medium file : files) {
      report.line("exported: " + held(home, () -> layout.writeFile(home, file, progress)));
    }
    if (!studies.isEmpty()) {
      layout.finish();
    }
    report.line("%d studies, %d files".formatted(studies.size(), progress.written));
    if (progress.leftOut > 0) {
      return ExitCode.SOME_REFUSED;
    }
    boolean named = !patientId.isEmpty() || !studyInstanceUid.isEmpty();
    return studies.isEmpty() && files.isEmpty() && named ? ExitCode.NOTHING_FOUND : ExitCode.OK;
  }

  private List<Medium> media(OpenHome home) {
    List<Medium> media = new ArrayList<>();
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
        page.rows().stream().filter(this::isWanted).forEach(media::add);
      }
    }
    return media;
  }

  private boolean isWanted(Medium medium) {
    Instant came = medium.studyKey() != null ? medium.lastReceivedAt() : medium.createdAt();
    return (patientId.isEmpty() || patientId.equals(medium.patientId()))
        && (since.isEmpty() || !came.isBefore(Instant.parse(since + MIDNIGHT)))
        && (studyInstanceUid.isEmpty() || studyInstanceUid.equals(medium.studyInstanceUid()));
  }

  private interface Writing {
    Path write() throws IOException;
  }

  /** Held meanwhile, so that what compaction copies elsewhere can still be read where it was. */
  private static Path held(OpenHome home, Writing writing) throws IOException {
    Backup held = home.store().backup();
    try {
      return writing.write();
    } finally {
      held.close();
    }
  }

  /** Counts, and tells whoever waits. */
  private static final class Progress implements ExportLayout.Told {
    private final Report report;
    private final long total;
    private long written;
    private long leftOut;

    Progress(Report report, long total) {
      this.report = report;
      this.total = total;
    }

    @Override
    public void written() {
      written++;
      report.progress("exporting", written + leftOut, total);
    }

    @Override
    public void leftOut(String why) {
      leftOut++;
      report.line("left out: " + why);
    }
  }
}
