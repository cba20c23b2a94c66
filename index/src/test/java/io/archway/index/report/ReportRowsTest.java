package io.archway.index.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.PageRequest;
import io.archway.index.database.TestDatabase;
import io.archway.index.form.ReportSection;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ReportRowsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
  private static final long AUTHOR = 77;
  private static final long READER = 78;

  @Parameter TestDatabase kind;
  private WorklistFixture fixture;

  @BeforeEach
  void open() {
    fixture = new WorklistFixture(kind);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private interface Work<R> {
    R run(Connection connection) throws SQLException;
  }

  private <R> R work(Work<R> work) {
    return fixture.database.inConnection(work::run);
  }

  private Report report(ReportSubject subject, Long patientKey, ReportStatus status, int version) {
    long key = work(connection -> ReportRows.nextKey(connection, fixture.database.keys()));
    return new Report(
        key,
        fixture.organizationKey,
        subject,
        patientKey,
        null,
        READER,
        AUTHOR,
        status,
        version,
        null,
        null,
        NOW,
        NOW);
  }

  private ReportSubject subject(String first, String last) {
    LocalDate born = LocalDate.of(1980, 2, 3);
    return new ReportSubject(fixture.officeKey, 5, null, first, last, born);
  }

  private Report insert(Report report, Map<ReportSection, String> texts, String accession) {
    return work(
        connection -> {
          ReportRows.insert(connection, report, texts, accession);
          return ReportLists.find(connection, report.organizationKey(), report.reportKey())
              .orElseThrow();
        });
  }

  private Optional<Report> find(Report report) {
    return work(c -> ReportLists.find(c, report.organizationKey(), report.reportKey()));
  }

  private Map<ReportSection, String> texts(Report report, int version) {
    return work(c -> ReportLists.texts(c, report.reportKey(), version));
  }

  private int delete(Report report) {
    return work(c -> ReportRows.delete(c, report, NOW));
  }

  private int take(ReportDocument document) {
    return work(c -> ReportDocuments.take(c, document, NOW.plusSeconds(300)));
  }

  private List<ReportDocument> due(Instant now) {
    return work(c -> ReportDocuments.due(c, now, 10));
  }

  private List<Long> found(ReportScope scope, ReportFilter filter) {
    return fixture.database.read(
        handle ->
            ReportLists.page(handle, fixture.organizationKey, scope, filter, new PageRequest(1, 10))
                .rows()
                .stream()
                .map(Report::reportKey)
                .toList());
  }

  private static ReportFilter search(String text) {
    return new ReportFilter(null, null, null, null, null, null, null, null, null, null, text);
  }

  @Test
  void everySaveIsKeptWithItsTexts() {
    Report first =
        insert(
            report(subject("Ann", "Lee"), null, ReportStatus.DRAFT, 1),
            Map.of(ReportSection.EXAM, "Panoramic", ReportSection.IMPRESSION, "Nothing"),
            null);
    Report second =
        new Report(
            first.reportKey(),
            first.organizationKey(),
            subject("Ann", "Li"),
            null,
            null,
            READER,
            AUTHOR,
            ReportStatus.PRELIMINARY,
            2,
            null,
            null,
            NOW,
            NOW.plusSeconds(9));
    work(
        connection -> {
          assertThat(ReportRows.lock(connection, first.organizationKey(), first.reportKey()))
              .contains(first);
          ReportRows.update(
              connection, second, Map.of(ReportSection.IMPRESSION, "Cyst"), "A-1", READER);
          return null;
        });
    assertThat(
            work(c -> ReportLists.find(c, fixture.organizationKey, first.reportKey()))
                .orElseThrow())
        .isEqualTo(second);
    assertThat(texts(first, 1))
        .containsExactly(
            Map.entry(ReportSection.EXAM, "Panoramic"),
            Map.entry(ReportSection.IMPRESSION, "Nothing"));
    assertThat(texts(first, 2)).containsExactly(Map.entry(ReportSection.IMPRESSION, "Cyst"));
    List<ReportVersion> versions =
        work(c -> ReportLists.versions(c, first.reportKey(), new PageRequest(1, 10))).rows();
    assertThat(versions).extracting(ReportVersion::version).containsExactly(2, 1);
    assertThat(versions).extracting(ReportVersion::savedByKey).containsExactly(READER, AUTHOR);
    assertThat(versions)
        .extracting(version -> version.subject().patientLastName())
        .containsExactly("Li", "Lee");
  }

  @Test
  void aListFindsByWordsOfThePatientRowOfTheTypedNamesAndOfTheOrder() {
    long patient = fixture.patient("PAT-7", "Müller^Jürgen", LocalDate.of(1990, 1, 1));
    Report typed =
        insert(report(subject("Zoë", "Quinn"), null, ReportStatus.DRAFT, 1), Map.of(), "ACC-99");
    Report ofRow =
        insert(report(subject(null, null), patient, ReportStatus.DRAFT, 1), Map.of(), null);
    assertThat(found(ReportScope.ALL, search("zoe qui"))).containsExactly(typed.reportKey());
    assertThat(found(ReportScope.ALL, search("acc"))).containsExactly(typed.reportKey());
    assertThat(found(ReportScope.ALL, search("jurgen mull"))).containsExactly(ofRow.reportKey());
    assertThat(found(ReportScope.ALL, search("jurgen quinn"))).isEmpty();
    assertThat(found(ReportScope.ALL, search("%"))).isEmpty();
    assertThat(found(ReportScope.ALL, ReportFilter.ALL))
        .containsExactly(ofRow.reportKey(), typed.reportKey());
  }

  @Test
  void whoReadsSeesTheirOwnAndADentistNoDrafts() {
    Report draft = insert(report(subject("A", "B"), null, ReportStatus.DRAFT, 1), Map.of(), null);
    Report shown =
        insert(report(subject("C", "D"), null, ReportStatus.PRELIMINARY, 1), Map.of(), null);
    List<Long> both = List.of(shown.reportKey(), draft.reportKey());
    assertThat(found(new ReportScope(null, READER, READER, true), ReportFilter.ALL))
        .isEqualTo(both);
    assertThat(found(new ReportScope(null, AUTHOR, AUTHOR, true), ReportFilter.ALL))
        .isEqualTo(both);
    assertThat(found(new ReportScope(null, 1L, 1L, true), ReportFilter.ALL)).isEmpty();
    List<Long> offices = List.of(fixture.officeKey);
    assertThat(found(new ReportScope(offices, null, 5L, false), ReportFilter.ALL))
        .containsExactly(shown.reportKey());
    assertThat(found(new ReportScope(offices, null, AUTHOR, false), ReportFilter.ALL))
        .isEqualTo(both);
    assertThat(found(new ReportScope(List.of(), null, 5L, false), ReportFilter.ALL)).isEmpty();
    assertThat(new ReportScope(offices, null, 5L, false).includes(draft)).isFalse();
    assertThat(new ReportScope(offices, null, 5L, false).includes(shown)).isTrue();
    assertThat(new ReportScope(null, READER, READER, true).includes(draft)).isTrue();
  }

  @Test
  void aDraftGoesAndASignedReportStays() {
    Report draft = insert(report(subject("A", "B"), null, ReportStatus.DRAFT, 1), Map.of(), null);
    Report signed = insert(report(subject("C", "D"), null, ReportStatus.FINAL, 1), Map.of(), null);
    assertThat(delete(draft)).isEqualTo(1);
    assertThat(delete(signed)).isZero();
    assertThat(find(draft)).isEmpty();
    assertThat(found(ReportScope.ALL, ReportFilter.ALL)).containsExactly(signed.reportKey());
    work(
        c -> {
          ReportRows.addAddendum(c, signed, "first", AUTHOR, NOW);
          ReportRows.addAddendum(c, signed, "second", null, NOW);
          return null;
        });
    List<ReportAddendum> addenda = work(c -> ReportLists.addenda(c, signed.reportKey()));
    assertThat(addenda)
        .containsExactly(
            new ReportAddendum(signed.reportKey(), 1, "first", AUTHOR, NOW),
            new ReportAddendum(signed.reportKey(), 2, "second", null, NOW));
  }

  @Test
  void aReportOfAnItemIsOfWhomTheItemIsNow() {
    long patient = fixture.patient("P1", "A^B", null);
    WorklistItem item =
        fixture.insert(
            fixture.order(patient, NewStep.of("PX", WorklistFixture.DAY, WorklistFixture.TIME)));
    ReportSubject subject =
        new ReportSubject(fixture.officeKey, 5, item.worklistItemKey(), null, null, null);
    Report report = insert(report(subject, patient, ReportStatus.DRAFT, 1), Map.of(), null);
    work(
        c -> {
          ReportRows.followItem(c, item.edit().dentist(3L).radiologist(4L).build());
          return null;
        });
    Report followed =
        work(c -> ReportLists.ofItems(c, fixture.organizationKey, List.of(item.worklistItemKey())))
            .get(0);
    assertThat(followed.reportKey()).isEqualTo(report.reportKey());
    assertThat(followed.dentistKey()).isEqualTo(3);
    assertThat(followed.radiologistKey()).isEqualTo(4);
  }

  @Test
  void aDocumentIsDueUntilItIsStoredAndAgainLaterWhereItFailed() {
    Report report = insert(report(subject("A", "B"), null, ReportStatus.FINAL, 1), Map.of(), null);
    ReportDocument document =
        new ReportDocument(
            report.reportKey(),
            1,
            report.organizationKey(),
            null,
            "2.25.1",
            "2.25.2",
            "{}",
            ReportDocument.State.PENDING,
            0,
            NOW);
    work(
        c -> {
          ReportDocuments.insert(c, document);
          return null;
        });
    assertThat(due(NOW)).containsExactly(document);
    assertThat(due(NOW.minusSeconds(1))).isEmpty();
    assertThat(take(document)).isEqualTo(1);
    assertThat(take(document)).isZero();
    work(
        c -> {
          ReportDocuments.failed(c, document, "no space", NOW.plusSeconds(60));
          return null;
        });
    assertThat(due(NOW.plusSeconds(59))).isEmpty();
    assertThat(due(NOW.plusSeconds(60))).extracting(ReportDocument::attempts).containsExactly(1);
    work(
        c -> {
          ReportDocuments.stored(c, document, NOW);
          return null;
        });
    assertThat(due(NOW.plusSeconds(99))).isEmpty();
    Optional<ReportDocument> last = work(c -> ReportDocuments.last(c, report.reportKey()));
    assertThat(last.orElseThrow().state()).isEqualTo(ReportDocument.State.STORED);
  }
}
