package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.OpenHome;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.patients.CsvFileException;
import io.archway.http.patients.ImportSummary;
import io.archway.http.patients.PatientFile;
import io.archway.index.database.Database;
import io.archway.index.disk.FailureReason;
import io.archway.index.organization.OrganizationDao;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes and changes patients by a CSV file, after a look at the whole of it: a file that cannot be
 * read to its end changes nothing.
 *
 * @param organization slug, or "" where there is one
 */
record ImportPatientsOperation(Path file, boolean preview, String organization)
    implements Operation {
  @Override
  public ExitCode run(OpenHome home, Report report) {
    PatientFile patients =
        new PatientFile(
            home.database(),
            organizationKey(home.database()),
            new PhoneNumbers(home.settings().contact().defaultRegion()),
            home.settings().patients().maxImportRows());
    ImportSummary expected = read(patients, true, report);
    expected
        .errors()
        .forEach(
            wrong ->
                report.line(
                    "line %d: %s: %s".formatted(wrong.line(), wrong.field(), wrong.message())));
    if (expected.failed() > expected.errors().size()) {
      report.line("more rows are left out than are listed here");
    }
    report.line(summary(expected));
    ImportSummary done = expected;
    if (!preview) {
      done = read(patients, false, report);
      report.line(summary(done));
    }
    return done.failed() == 0 ? ExitCode.OK : ExitCode.SOME_REFUSED;
  }

  private long organizationKey(Database database) {
    return database.read(
        handle -> {
          OrganizationDao organizations = handle.attach(OrganizationDao.class);
          List<Long> keys = organizations.firstTwoKeys();
          if (organization.isEmpty() && keys.size() == 1) {
            return keys.get(0);
          }
          return organizations
              .keyOfSlug(organization)
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          ExitCode.USAGE,
                          "--organization: '%s' (expected: the slug of an organization)"
                              .formatted(organization)));
        });
  }

  private ImportSummary read(PatientFile patients, boolean onlyLook, Report report) {
    String label = onlyLook ? "looking at patients" : "importing patients";
    try {
      long total = Files.size(file);
      return patients.read(file, onlyLook, done -> report.progress(label, done, total));
    } catch (CsvFileException e) {
      throw new CommandFailure(ExitCode.FAILED, file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, file + ": cannot be read: " + FailureReason.of(e), e);
    }
  }

  private static String summary(ImportSummary summary) {
    return "%s: %d rows: %d created, %d updated, %d unchanged, %d left out"
        .formatted(
            summary.preview() ? "would import" : "imported",
            summary.rows(),
            summary.created(),
            summary.updated(),
            summary.unchanged(),
            summary.failed());
  }
}
