package io.archway.http.imaging.report;

import io.archway.http.imaging.report.DocumentContent.StudyPart;
import io.archway.http.imaging.report.ReportReading.Whole;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.index.audit.Action;
import io.archway.index.database.Database;
import io.archway.index.event.EventType;
import io.archway.index.event.NewEvent;
import io.archway.index.form.ReportSection;
import io.archway.index.message.MessageKind;
import io.archway.index.message.NewMessage;
import io.archway.index.message.Outbox;
import io.archway.index.report.Report;
import io.archway.index.report.ReportDocument;
import io.archway.index.report.ReportDocuments;
import io.archway.index.report.ReportLists;
import io.archway.index.report.ReportRows;
import io.archway.index.report.ReportStatus;
import io.archway.index.report.ReportedStudies;
import io.archway.index.worklist.HistoryEntry;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.WorklistHistory;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Signs reports and adds to signed ones. All that follows from it is in the one transaction: the
 * closed worklist item, the message to the dentist, and what the PDF and its instance are made of,
 * which {@link ReportPublisher} does afterwards. Thread-safe.
 */
final class Signatures {
  private static final int MAX_ADDENDA = 50;
  private static final Duration MESSAGE_LIFE = Duration.ofDays(7);

  private final Database database;
  private final InstantSource clock;

  Signatures(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  Whole sign(Request request, long key, Signing body) {
    return ReportWork.durably(database, clock, request, work -> sign(work, key, body));
  }

  private static Whole sign(ReportWork work, long key, Signing body) throws SQLException {
    Report before = work.lock(key);
    if (before.isSigned()) {
      throw ReportWork.conflict("status: final (expected: not signed)");
    }
    checkReader(work, before);
    work.checkVersion(before, body.version());
    Map<ReportSection, String> texts = ReportLists.texts(work.connection(), key, before.version());
    FieldErrors errors = new FieldErrors();
    ReportTexts.checkComplete(texts, work.fields(before.subject().formKey()), errors);
    if (before.patientKey() == null && before.subject().patientLastName() == null) {
      errors.add("patient_last_name", "expected: a patient, by worklist_id or by name");
    }
    errors.throwIfAny();
    Optional<WorklistItem> item = item(work, before);
    checkPatient(before, item);
    Report report = signed(work, before);
    ReportRows.update(
        work.connection(),
        report,
        texts,
        ReportSaves.accession(item.orElse(null)),
        work.actor().userKey());
    return give(work, report, texts, item, EventType.REPORT_SIGNED, Action.UPDATE);
  }

  /** Who reads what is assigned signs only that; who sees all signs for others, too. */
  private static void checkReader(ReportWork work, Report report) {
    Long reader = work.scope().readerKey();
    if (reader != null
        && report.radiologistKey() != null
        && !reader.equals(report.radiologistKey())) {
      throw Problem.of(
              ProblemType.FORBIDDEN, "The report is signed by the radiologist it is assigned to.")
          .toException();
    }
  }

  private static Optional<WorklistItem> item(ReportWork work, Report report) throws SQLException {
    Long itemKey = report.subject().worklistItemKey();
    return itemKey == null
        ? Optional.empty()
        : WorklistRows.lock(work.connection(), work.organizationKey(), itemKey);
  }

  /** The order was corrected after the report was saved: nobody signs for whom it was before. */
  private static void checkPatient(Report report, Optional<WorklistItem> item) {
    if (item.isPresent() && !Objects.equals(item.get().patientKey(), report.patientKey())) {
      throw ReportWork.conflict(
          "patient of the worklist item: another than the report's (expected: the same; save the"
              + " report again)");
    }
  }

  private static Report signed(ReportWork work, Report before) {
    return new Report(
        before.reportKey(),
        before.organizationKey(),
        before.subject(),
        before.patientKey(),
        before.dentistKey(),
        before.radiologistKey(),
        before.authorKey(),
        ReportStatus.FINAL,
        before.version() + 1,
        work.now(),
        work.actor().userKey(),
        before.createdAt(),
        work.now());
  }

  Whole add(Request request, long key, NewAddendum body) {
    return ReportWork.durably(database, clock, request, work -> add(work, key, body));
  }

  private static Whole add(ReportWork work, long key, NewAddendum body) throws SQLException {
    Report report = work.lock(key);
    if (!report.isSigned()) {
      throw ReportWork.conflict(
          "status: %s (expected: final; a report is changed until it is signed)"
              .formatted(report.status().word()));
    }
    checkReader(work, report);
    int addenda = ReportLists.addenda(work.connection(), key).size();
    if (addenda >= MAX_ADDENDA) {
      throw ReportWork.conflict("addenda: %d (expected: < %d)".formatted(addenda, MAX_ADDENDA));
    }
    ReportRows.addAddendum(
        work.connection(), report, body.text().strip(), work.actor().userKey(), work.now());
    Map<ReportSection, String> texts = ReportLists.texts(work.connection(), key, report.version());
    return give(work, report, texts, item(work, report), EventType.REPORT_ADDED, Action.UPDATE);
  }

  /** What a signature and an addendum have in common: what goes out, and who is told. */
  private static Whole give(
      ReportWork work,
      Report report,
      Map<ReportSection, String> texts,
      Optional<WorklistItem> item,
      EventType type,
      Action action)
      throws SQLException {
    document(work, report, texts);
    List<NewEvent> events = item.isPresent() ? complete(work, item.get()) : List.of();
    Long dentist = item.map(WorklistItem::dentistKey).orElse(report.dentistKey());
    if (dentist != null && report.subject().worklistItemKey() != null) {
      Map<String, String> parameters =
          Map.of("worklist_id", Long.toString(report.subject().worklistItemKey()));
      Outbox.put(
          work.handle(),
          NewMessage.mail(
              work.organizationKey(),
              dentist,
              MessageKind.REPORT_READY,
              parameters,
              work.now().plus(MESSAGE_LIFE)),
          work.now());
    }
    work.done(report, action, type, events);
    return ReportSaves.again(work, report);
  }

  private static List<NewEvent> complete(ReportWork work, WorklistItem item) throws SQLException {
    if (item.status() == ItemStatus.COMPLETE) {
      return List.of();
    }
    WorklistItem complete = item.edit().status(ItemStatus.COMPLETE, work.now()).build();
    WorklistRows.update(work.connection(), complete, work.now());
    WorklistHistory.add(
        work.connection(),
        work.database().keys(),
        complete,
        HistoryEntry.Action.CHANGED,
        "[{\"field\":\"status\",\"from\":\"%s\",\"to\":\"%s\"}]"
            .formatted(item.status().word(), complete.status().word()),
        work.actor().userKey(),
        work.now());
    return List.of(
        NewEvent.ofItem(
            EventType.ITEM_UPDATED,
            item.organizationKey(),
            item.worklistItemKey(),
            item.patientKey(),
            item.mediumKey()));
  }

  private static void document(ReportWork work, Report report, Map<ReportSection, String> texts)
      throws SQLException {
    Long itemKey = report.subject().worklistItemKey();
    Long studyKey = itemKey == null ? null : ReportedStudies.main(work.connection(), itemKey);
    StudyPart object =
        studyKey == null
            ? null
            : StudyParts.of(work.connection(), studyKey, report.signedAt(), work.now());
    Optional<ReportDocument> last = ReportDocuments.last(work.connection(), report.reportKey());
    DocumentContent content =
        new DocumentContent(
            new ReportPapers(work.handle(), report, texts).paper(work.now()), object);
    ReportDocuments.insert(
        work.connection(),
        new ReportDocument(
            report.reportKey(),
            last.map(document -> document.number() + 1).orElse(1),
            report.organizationKey(),
            studyKey,
            last.map(ReportDocument::seriesInstanceUid).orElseGet(Signatures::newUid),
            newUid(),
            content.json(),
            object == null ? ReportDocument.State.WITHOUT_STUDY : ReportDocument.State.PENDING,
            0,
            work.now()));
  }

  /** PS3.5 B.2. */
  private static String newUid() {
    UUID uuid = UUID.randomUUID();
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    return "2.25." + new BigInteger(1, bytes);
  }
}
