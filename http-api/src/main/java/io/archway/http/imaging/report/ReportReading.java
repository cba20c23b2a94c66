package io.archway.http.imaging.report;

import io.archway.http.access.Actor;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Role;
import io.archway.index.database.Database;
import io.archway.index.database.SqlFailureException;
import io.archway.index.form.ReportSection;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import io.archway.index.report.Report;
import io.archway.index.report.ReportAddendum;
import io.archway.index.report.ReportDocument;
import io.archway.index.report.ReportDocuments;
import io.archway.index.report.ReportLists;
import io.archway.index.report.ReportScope;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Reads reports as far as somebody sees them. */
final class ReportReading {

  /** A report with all that belongs to it; patient and document may be null. */
  record Whole(
      Report report,
      Map<ReportSection, String> texts,
      List<ReportAddendum> addenda,
      Patient patient,
      ReportDocument document) {}

  /** Something read on behalf of somebody. */
  interface Reading<R> {
    R read(Handle handle, ReportScope scope) throws SQLException;
  }

  private ReportReading() {}

  static <R> R read(Database database, Principal principal, Reading<R> reading) {
    return database.read(
        handle -> {
          try {
            return reading.read(handle, scope(handle, principal));
          } catch (SQLException e) {
            throw new SqlFailureException(e);
          }
        });
  }

  static ReportScope scope(Handle handle, Principal principal) {
    Actor actor = Actor.of(handle, principal);
    return ReportScope.of(actor.visible(), actor.userKey(), seesDrafts(handle, principal));
  }

  /** A dentist is told of what was found once somebody stands by it. */
  private static boolean seesDrafts(Handle handle, Principal principal) {
    AccountDao accounts = handle.attach(AccountDao.class);
    long organizationKey = principal.organizationKey();
    return accounts.roles(organizationKey, principal.userKey()).stream()
            .noneMatch(role -> role.slug().equals(Role.DENTIST))
        || accounts.permissions(organizationKey, principal.userKey()).contains(Role.EVERYTHING);
  }

  /** 404 where it is gone, of another organization or not theirs. */
  static Report find(Handle handle, Principal principal, ReportScope scope, long key)
      throws SQLException {
    return ReportLists.find(handle.getConnection(), principal.organizationKey(), key)
        .filter(scope::includes)
        .orElseThrow(() -> Problem.notFound().toException());
  }

  static Whole whole(Handle handle, Report report) throws SQLException {
    return new Whole(
        report,
        ReportLists.texts(handle.getConnection(), report.reportKey(), report.version()),
        ReportLists.addenda(handle.getConnection(), report.reportKey()),
        patient(handle, report),
        ReportDocuments.last(handle.getConnection(), report.reportKey()).orElse(null));
  }

  /** By their keys, in one query; those who are gone are not among them. */
  static Map<Long, Patient> patients(Handle handle, List<Report> reports) {
    List<Long> keys =
        reports.stream().map(Report::patientKey).filter(Objects::nonNull).distinct().toList();
    Map<Long, Patient> found = new HashMap<>(); // which, unlike Map.of, can be asked for null
    if (!keys.isEmpty()) {
      handle
          .attach(PatientDao.class)
          .ofKeys(reports.get(0).organizationKey(), keys)
          .forEach(patient -> found.put(patient.patientKey(), patient));
    }
    return found;
  }

  static Patient patient(Handle handle, Report report) {
    return report.patientKey() == null
        ? null
        : handle
            .attach(PatientDao.class)
            .find(report.organizationKey(), report.patientKey())
            .orElse(null);
  }
}
