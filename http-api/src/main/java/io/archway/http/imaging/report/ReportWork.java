package io.archway.http.imaging.report;

import io.archway.http.access.Actor;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.event.EventLog;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.form.FormDao;
import io.archway.index.form.FormField;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.report.Report;
import io.archway.index.report.ReportLists;
import io.archway.index.report.ReportRows;
import io.archway.index.report.ReportScope;
import io.archway.index.report.ReportSubject;
import io.archway.index.report.ReportedStudies;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What somebody does to a report in one transaction: they see it, or it is not there; at the end
 * stand its audit and its events. Used for one request.
 */
record ReportWork(
    Handle handle,
    Database database,
    Request request,
    Actor actor,
    ReportScope scope,
    Instant now) {

  /** Something that is done to reports. */
  interface Task<R> {
    R run(ReportWork work) throws SQLException;
  }

  /** Does it in a transaction; anew where another was in the way; durable when it returns. */
  static <R> R durably(Database database, InstantSource clock, Request request, Task<R> task) {
    return database.durablyInConnection(
        handle ->
            task.run(
                new ReportWork(
                    handle,
                    database,
                    request,
                    Actor.of(handle, request.principal()),
                    ReportReading.scope(handle, request.principal()),
                    clock.instant())));
  }

  Connection connection() {
    return handle.getConnection();
  }

  long organizationKey() {
    return actor.organizationKey();
  }

  /** A report with its row held; 404 where it is gone, of another organization or not theirs. */
  Report lock(long key) throws SQLException {
    return ReportRows.lock(connection(), organizationKey(), key)
        .filter(scope::includes)
        .orElseThrow(() -> Problem.notFound().toException());
  }

  /**
   * That nobody saved it since it was read. Who says no version means the last, if that is their
   * own.
   */
  void checkVersion(Report report, Integer said) throws SQLException {
    String ifMatch = request.header("If-Match");
    if (ifMatch != null && !ifMatch.strip().equals("*")) {
      boolean matches = false;
      for (String tag : ifMatch.split(",", 16)) {
        matches |= tag.strip().equals("\"" + report.version() + "\"");
      }
      if (!matches) {
        throw Problem.of(
                ProblemType.PRECONDITION_FAILED,
                "version of the report: %d (expected: that of If-Match)"
                    .formatted(report.version()))
            .toException();
      }
    } else if (said != null && said != report.version()) {
      throw conflict(
          "version: %d (expected: %d, which somebody saved meanwhile)"
              .formatted(said, report.version()));
    } else if (said == null && ifMatch == null) {
      checkOwn(report);
    }
  }

  private void checkOwn(Report report) throws SQLException {
    Long savedBy =
        ReportLists.version(connection(), report.reportKey(), report.version())
            .orElseThrow()
            .savedByKey();
    if (savedBy == null || !savedBy.equals(actor.userKey())) {
      throw conflict(
          "version: none (expected: %d, which somebody else saved)".formatted(report.version()));
    }
  }

  static RuntimeException conflict(String message) {
    return Problem.of(ProblemType.CONFLICT, message).toException();
  }

  /** What a report refers to: rows of its organization that its author sees. */
  WorklistItem checkSubject(ReportSubject subject, Report before, FieldErrors errors)
      throws SQLException {
    ReportSubject was = before == null ? null : before.subject();
    if (was == null || was.formKey() != subject.formKey()) {
      if (!handle.attach(FormDao.class).isListed(organizationKey(), subject.formKey())) {
        errors.add("form_id", "expected: a form that is offered");
      }
    }
    if (was == null || was.officeKey() != subject.officeKey()) {
      checkOffice(subject.officeKey(), errors);
    }
    if (subject.worklistItemKey() == null) {
      return null;
    }
    WorklistItem item =
        WorklistRows.lock(connection(), organizationKey(), subject.worklistItemKey())
            .filter(actor.visible()::include)
            .orElse(null);
    boolean kept = was != null && subject.worklistItemKey().equals(was.worklistItemKey());
    if (item == null && !kept) {
      errors.add("worklist_id", "expected: a worklist item of the user");
    } else if (item != null && item.officeKey() != subject.officeKey()) {
      errors.add(
          "office_id", "expected: %d, that of the worklist item".formatted(item.officeKey()));
    } else if (item != null && item.isCancelled() && !kept) {
      errors.add("worklist_id", "expected: a worklist item that is not cancelled");
    }
    return item;
  }

  /** A radiologist reports on what is assigned to them, and on nothing of their own choice. */
  void checkAssigned(ReportSubject subject, Report before, FieldErrors errors) {
    boolean kept = before != null && before.subject().worklistItemKey() == null;
    if (subject.worklistItemKey() == null && actor.visible().radiologistKey() != null && !kept) {
      errors.add("worklist_id", "expected: a worklist item that is assigned to the user");
    }
  }

  private void checkOffice(long key, FieldErrors errors) {
    boolean seen = actor.visible().includeOffice(key);
    if (!seen
        || handle.attach(OrganizationDao.class).findOffice(organizationKey(), key).isEmpty()) {
      errors.add("office_id", "expected: an office of the user");
    }
  }

  List<FormField> fields(long formKey) {
    return handle.attach(FormDao.class).fields(formKey);
  }

  /** Its audit, what retention may do with its images, and its events; the end of the work. */
  void done(Report report, Action action, EventType type, List<NewEvent> more) throws SQLException {
    Audit.changed(handle, request.auditor(), RecordKind.REPORT, report.reportKey(), action);
    ReportedStudies.refresh(connection(), report.subject().worklistItemKey());
    List<NewEvent> events = new ArrayList<>(more);
    events.add(
        new NewEvent(
            organizationKey(),
            type,
            report.patientKey(),
            null,
            null,
            null,
            null,
            report.subject().worklistItemKey(),
            "{\"report_id\":%d}".formatted(report.reportKey())));
    EventLog.append(connection(), events, now);
  }
}
