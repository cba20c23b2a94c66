package io.archway.index.query;

import io.archway.index.database.SqlText;
import io.archway.index.database.TestDatabase;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.study.CodedValue;
import io.archway.index.worklist.ModalityWorklist;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Offer;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistRows;
import io.archway.index.worklist.WorklistScope;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a selective query touches does not depend on how many items there are: it goes by the index
 * that it should, visits few rows, and scans nothing. Read from the plans, never from a clock.
 */
class WorklistPlansTest {
  private static final int STEPS = 0x00400100;
  private static final int ITEMS = 3_000;

  /** Rows of H2, pages of PostgreSQL; to read all items would take ten times as many. */
  private static final int MOST_VISITED = 1_000;

  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

  /** Keys and the index that leads to their rows. */
  private enum Query {
    PATIENT_ID("patient_by_id", MatchingKey.of("P77", 0x00100020)),
    PATIENT_ID_PREFIX("patient_by_id", MatchingKey.of("P77*", 0x00100020)),
    NAME("person_name_by_name", MatchingKey.of("NAME77^j77", 0x00100010)),
    NAME_PREFIX("person_name_by_name", MatchingKey.of("Name77*", 0x00100010)),
    NAME_IN_THE_MIDDLE("person_name_by_name", MatchingKey.of("Name7?^J*7", 0x00100010)),
    NAME_AND_ANY_GIVEN("person_name_by_name", MatchingKey.of("Name77^*", 0x00100010)),
    BIRTH_DATE("patient_by_birth_date", MatchingKey.of("19520101", 0x00100030)),
    ACCESSION_NUMBER("worklist_item_by_accession", MatchingKey.of("AW77", 0x00080050)),
    STUDY_UIDS(
        "worklist_item_by_study",
        new MatchingKey(AttributePath.of(0x0020000D), List.of("1.2.77", "1.2.79", "1.2.3"))),
    PROCEDURE_ID("worklist_item_by_procedure", MatchingKey.of("RP77", 0x00401001)),
    STEP_ID("step_by_id", MatchingKey.of("SPS77", STEPS, 0x00400009)),
    PROTOCOL_CODE(
        "step_protocol_code_by_value", MatchingKey.of("CODE77", STEPS, 0x00400008, 0x00080100)),
    PERFORMER("person_name_by_name", MatchingKey.of("Perf77*", STEPS, 0x00400006)),
    REFERRER("person_name_by_name", MatchingKey.of("Ref77*", 0x00080090)),
    STATION_AND_DAY(
        "step_station_by_title",
        MatchingKey.of("ST7", STEPS, 0x00400001),
        MatchingKey.of("20260208", STEPS, 0x00400002)),
    MODALITY_AND_DAY(
        "offered_step_by_modality",
        MatchingKey.of("PX", STEPS, 0x00080060),
        MatchingKey.of("20260203", STEPS, 0x00400002)),
    DAY("offered_step_by_start", MatchingKey.of("20260203", STEPS, 0x00400002)),
    MOMENTS(
        "offered_step_by_start",
        MatchingKey.of("20260203-20260204", STEPS, 0x00400002),
        MatchingKey.of("0800-1200", STEPS, 0x00400003)),
    ALL("offered_step_by_start"),
    NAME_OF_HALF_OF_ALL("offered_step_by_start", MatchingKey.of("Common*", 0x00100010)),
    MODALITY("offered_step_by_modality", MatchingKey.of("PX", STEPS, 0x00080060)),
    SELECTIVE_AND_NOT(
        "worklist_item_by_accession",
        MatchingKey.of("PX", STEPS, 0x00080060),
        MatchingKey.of("Common*", 0x00100010),
        MatchingKey.of("AW78", 0x00080050),
        MatchingKey.of("20260101-", STEPS, 0x00400002));

    private final String index;
    private final List<MatchingKey> keys;

    Query(String index, MatchingKey... keys) {
      this.index = index;
      this.keys = List.of(keys);
    }
  }

  private TestDatabase kind;
  private WorklistFixture fixture;

  @ParameterizedTest
  @EnumSource
  void everyQueryIsServedByItsIndex(TestDatabase database) {
    kind = database;
    try (WorklistFixture opened = new WorklistFixture(kind)) {
      fixture = opened;
      fill();
      SoftAssertions.assertSoftly(
          softly -> {
            for (Query query : Query.values()) {
              String plan = plan(query.keys);
              softly
                  .assertThat(plan)
                  .as(query.name())
                  .contains(query.index)
                  .doesNotContain("tableScan")
                  .doesNotContain("Seq Scan");
              softly.assertThat(visited(plan)).as("%s: %s", query, plan).isLessThan(MOST_VISITED);
            }
          });
    }
  }

  private void fill() {
    List<PatientIdentity.New> people = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      String family = i % 2 == 0 ? "Common" : "Name" + i;
      people.add(
          fixture.person(
              fixture.organizationKey,
              "P" + i,
              family + "^J" + i,
              LocalDate.of(1950, 1, 1).plusDays(i * 7L),
              "F"));
    }
    List<Long> patients = fixture.patients(people);
    fixture.database.inConnection(
        connection -> {
          for (int i = 0; i < ITEMS; i++) {
            WorklistRows.insert(
                connection,
                fixture.database.keys(),
                order(patients.get(i), i),
                WorklistFixture.NOW);
          }
          return null;
        });
    fixture.database.read(handle -> handle.execute("ANALYZE"));
  }

  private NewOrder order(long patientKey, int i) {
    NewStep step =
        new NewStep(
            null,
            FIRST_DAY.plusDays(i % 300),
            LocalTime.of(i % 24, 0),
            List.of("PX", "DX", "IO").get(i % 3),
            List.of(i % 10 == 0 ? "" : "ST" + i % 50),
            null,
            null,
            null,
            "Perf" + i + "^A",
            null,
            null,
            List.of(new CodedValue("CODE" + i, "99L", null)));
    return fixture
        .order(patientKey, step)
        .withProcedure(new RequestedProcedure("1.2." + i, null, null, null, null, null, null))
        .withRequest(new ServiceRequest(null, "", null, null, null, null, "Ref" + i + "^B"));
  }

  /** The plan of the first group of answers, with what it visited when it ran. */
  private String plan(List<MatchingKey> keys) {
    WorklistScope scope = WorklistScope.all(fixture.organizationKey, WorklistFixture.NOW);
    MatchQuery<Offer> query =
        ModalityWorklist.MODEL.query(fixture.database, ModalityWorklist.offered(scope), keys);
    return fixture.database.readInConnection(
        connection -> {
          SqlText sql = query.page(connection, null, 32);
          String explain =
              kind == TestDatabase.H2
                  ? "EXPLAIN ANALYZE "
                  : "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) ";
          StringBuilder plan = new StringBuilder();
          try (PreparedStatement statement = connection.prepareStatement(explain + sql.text())) {
            sql.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                plan.append(row.getString(1)).append('\n');
              }
            }
          }
          return plan.toString();
        });
  }

  /**
   * H2 counts rows for each table; PostgreSQL's first line of buffers is that of the whole plan.
   */
  private long visited(String plan) {
    if (kind == TestDatabase.H2) {
      long rows = 0;
      Matcher counts = Pattern.compile("scanCount: (\\d+)").matcher(plan);
      while (counts.find()) {
        rows += Long.parseLong(counts.group(1));
      }
      return rows;
    }
    Matcher buffers = Pattern.compile("Buffers: shared hit=(\\d+)").matcher(plan);
    return buffers.find() ? Long.parseLong(buffers.group(1)) : 0;
  }
}
