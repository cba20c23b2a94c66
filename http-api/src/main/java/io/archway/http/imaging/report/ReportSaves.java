package io.archway.http.imaging.report;

import io.archway.http.imaging.report.ReportReading.Whole;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Request;
import io.archway.http.pdf.Paper;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.event.EventType;
import io.archway.index.form.FormField;
import io.archway.index.form.ReportSection;
import io.archway.index.report.Report;
import io.archway.index.report.ReportLists;
import io.archway.index.report.ReportRows;
import io.archway.index.report.ReportSubject;
import io.archway.index.report.ReportedStudies;
import io.archway.index.worklist.WorklistItem;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Begins, changes and deletes reports that are not signed yet. Thread-safe. */
final class ReportSaves {
  private static final int MAX_VERSIONS = 1_000;

  private final Database database;
  private final InstantSource clock;
  private final ReportSettings settings;

  ReportSaves(Database database, InstantSource clock, ReportSettings settings) {
    this.database = database;
    this.clock = clock;
    this.settings = settings;
  }

  Whole create(Request request, NewReport body) {
    return ReportWork.durably(database, clock, request, work -> create(work, body));
  }

  private Whole create(ReportWork work, NewReport body) throws SQLException {
    ReportSubject subject = body.subject();
    FieldErrors errors = new FieldErrors();
    WorklistItem item = work.checkSubject(subject, null, errors);
    work.checkAssigned(subject, null, errors);
    List<FormField> fields = work.fields(subject.formKey());
    if (errors.isEmpty()) {
      ReportTexts.check(body.texts(), fields, settings.maxTextLength(), errors);
    }
    errors.throwIfAny();
    Report report =
        new Report(
            ReportRows.nextKey(work.connection(), work.database().keys()),
            work.organizationKey(),
            subject,
            item == null ? null : item.patientKey(),
            item == null ? null : item.dentistKey(),
            item == null ? null : item.radiologistKey(),
            work.actor().userKey(),
            body.statusOrDraft(),
            1,
            null,
            null,
            work.now(),
            work.now());
    ReportRows.insert(
        work.connection(), report, ReportTexts.withDefaults(body.texts(), fields), accession(item));
    work.done(report, Action.CREATE, EventType.REPORT_SAVED, List.of());
    return again(work, report);
  }

  /** As the row holds it. */
  static Whole again(ReportWork work, Report report) throws SQLException {
    Report kept =
        ReportLists.find(work.connection(), report.organizationKey(), report.reportKey())
            .orElseThrow();
    return ReportReading.whole(work.handle(), kept);
  }

  static String accession(WorklistItem item) {
    return item == null ? null : item.request().accessionNumber();
  }

  /** What would be printed of a report that is not kept. */
  Paper preview(Request request, NewReport body) {
    return ReportWork.durably(database, clock, request, work -> preview(work, body));
  }

  private Paper preview(ReportWork work, NewReport body) throws SQLException {
    FieldErrors errors = new FieldErrors();
    WorklistItem item = work.checkSubject(body.subject(), null, errors);
    List<FormField> fields = work.fields(body.formId());
    if (errors.isEmpty()) {
      ReportTexts.check(body.texts(), fields, settings.maxTextLength(), errors);
    }
    errors.throwIfAny();
    Report report =
        new Report(
            0,
            work.organizationKey(),
            body.subject(),
            item == null ? null : item.patientKey(),
            null,
            null,
            work.actor().userKey(),
            body.statusOrDraft(),
            0,
            null,
            null,
            work.now(),
            work.now());
    if (item != null) {
      Audit.changed(
          work.handle(),
          work.request().auditor(),
          RecordKind.PATIENT,
          item.patientKey(),
          Action.READ);
    }
    Map<ReportSection, String> texts = ReportTexts.withDefaults(body.texts(), fields);
    return new ReportPapers(work.handle(), report, texts).paper(work.now());
  }

  Whole update(Request request, long key, ReportChange body) {
    return ReportWork.durably(database, clock, request, work -> update(work, key, body));
  }

  private Whole update(ReportWork work, long key, ReportChange body) throws SQLException {
    Report before = work.lock(key);
    if (before.isSigned()) {
      throw ReportWork.conflict(
          "status: final (expected: not signed; a signed report is added to)");
    }
    work.checkVersion(before, body.version());
    if (before.version() >= MAX_VERSIONS) {
      throw ReportWork.conflict("versions: %d (expected: fewer)".formatted(before.version()));
    }
    ReportSubject subject = body.subject(before.subject());
    FieldErrors errors = new FieldErrors();
    WorklistItem item = work.checkSubject(subject, before, errors);
    work.checkAssigned(subject, before, errors);
    Map<ReportSection, String> were = ReportLists.texts(work.connection(), key, before.version());
    Map<ReportSection, String> texts = ReportTexts.changed(were, body.texts());
    if (errors.isEmpty()) {
      ReportTexts.check(texts, work.fields(subject.formKey()), settings.maxTextLength(), errors);
    }
    errors.throwIfAny();
    boolean same =
        subject.equals(before.subject())
            && texts.equals(were)
            && (body.status() == null || body.status() == before.status());
    if (same) {
      Audit.changed(work.handle(), work.request().auditor(), RecordKind.REPORT, key, Action.UPDATE);
      return ReportReading.whole(work.handle(), before);
    }
    Report report = changed(work, before, subject, item, body);
    ReportRows.update(work.connection(), report, texts, accession(item), work.actor().userKey());
    if (before.subject().worklistItemKey() != null) {
      ReportedStudies.refresh(work.connection(), before.subject().worklistItemKey());
    }
    work.done(report, Action.UPDATE, EventType.REPORT_SAVED, List.of());
    return again(work, report);
  }

  private static Report changed(
      ReportWork work, Report before, ReportSubject subject, WorklistItem item, ReportChange body) {
    boolean gone = item == null && subject.worklistItemKey() != null;
    return new Report(
        before.reportKey(),
        before.organizationKey(),
        subject,
        gone ? before.patientKey() : item == null ? null : item.patientKey(),
        gone ? before.dentistKey() : item == null ? null : item.dentistKey(),
        gone ? before.radiologistKey() : item == null ? null : item.radiologistKey(),
        before.authorKey(),
        body.status() == null ? before.status() : body.status(),
        before.version() + 1,
        null,
        null,
        before.createdAt(),
        work.now());
  }

  void delete(Request request, long key) {
    ReportWork.durably(
        database,
        clock,
        request,
        work -> {
          Report report = work.lock(key);
          work.checkVersion(report, null);
          if (ReportRows.delete(work.connection(), report, work.now()) == 0) {
            throw ReportWork.conflict("status: final (expected: not signed)");
          }
          work.done(report, Action.DELETE, EventType.REPORT_DELETED, List.of());
          return null;
        });
  }
}
