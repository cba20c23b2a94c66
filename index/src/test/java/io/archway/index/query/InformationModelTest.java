package io.archway.index.query;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.database.Reading;
import io.archway.index.database.TestDatabase;
import io.archway.index.patient.NameKind;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.WorklistFixture;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine with another model: studies, their patients above and their series below. */
class InformationModelTest {
  private static final int STUDY_DATE = 0x00080020;
  private static final int STUDY_TIME = 0x00080030;
  private static final int MODALITIES_IN_STUDY = 0x00080061;
  private static final int PATIENT_NAME = 0x00100010;
  private static final int STUDY_INSTANCE_UID = 0x0020000D;

  private static final Table STUDY = new Table("study", "s", "study_key");
  private static final Table PATIENT = new Table("patient", "p", "patient_key");
  private static final SideTable SERIES = SideTable.of("series", STUDY, "study_key");

  private static final InformationModel<String> MODEL = builder().build();

  private static InformationModel.Builder<String> builder() {
    return InformationModel.of(STUDY, "s.study_instance_uid, p.name", InformationModelTest::answer)
        .join(STUDY, "patient_key", PATIENT)
        .answeredFrom(PATIENT)
        .order("study_key", Long.class)
        .uid(STUDY, "study_instance_uid", Selectivity.UNIQUE, STUDY_INSTANCE_UID)
        .text(STUDY, "accession_number", Selectivity.UNIQUE, 0x00080050)
        .dateAndTime(
            STUDY,
            AttributePath.of(STUDY_DATE),
            "study_date",
            AttributePath.of(STUDY_TIME),
            "study_time",
            false)
        .row(SERIES, "modality", true, null, MODALITIES_IN_STUDY)
        .name(PATIENT, NameKind.PATIENT, PATIENT_NAME);
  }

  private static String answer(Reading row) throws SQLException {
    return row.text() + " of " + row.text();
  }

  private static List<String> find(WorklistFixture fixture, MatchingKey... keys) {
    Scope scope = new Scope(fixture.organizationKey);
    MatchCursor<String> cursor = MODEL.find(fixture.database, scope, List.of(keys), 100);
    List<String> found = new ArrayList<>();
    for (Optional<String> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      found.add(next.get());
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void keysOfPatientStudyAndSeriesMatchStudies(TestDatabase kind) {
    try (WorklistFixture fixture = new WorklistFixture(kind)) {
      long anna = fixture.patient("1", "Müller^Anna", DAY);
      long ben = fixture.patient("2", "Berg^Ben", DAY);
      Arrivals.study(fixture, anna, anna, "1.1", NOW, "A1", "PX", DAY);
      Arrivals.study(fixture, anna, anna, "1.2", NOW, "A2", "CT", DAY.plusDays(1));
      Arrivals.study(fixture, ben, ben, "1.3", NOW, "A3", "PX", DAY.plusDays(2));
      String panoramic = "1.1 of Müller^Anna";
      String volume = "1.2 of Müller^Anna";
      String other = "1.3 of Berg^Ben";
      assertThat(find(fixture)).containsExactly(panoramic, volume, other);
      assertThat(find(fixture, MatchingKey.of("muller*", PATIENT_NAME)))
          .containsExactly(panoramic, volume);
      assertThat(find(fixture, MatchingKey.of("PX", MODALITIES_IN_STUDY)))
          .containsExactly(panoramic, other);
      assertThat(
              find(
                  fixture,
                  MatchingKey.of("PX", MODALITIES_IN_STUDY),
                  MatchingKey.of("muller*", PATIENT_NAME)))
          .containsExactly(panoramic);
      assertThat(
              find(
                  fixture,
                  new MatchingKey(
                      AttributePath.of(STUDY_INSTANCE_UID), List.of("1.3", "1.2", "9"))))
          .containsExactly(volume, other);
      assertThat(find(fixture, MatchingKey.of("20261027-", STUDY_DATE)))
          .containsExactly(volume, other);
      assertThat(find(fixture, MatchingKey.of("1000-", STUDY_TIME))).as("unknown").isEmpty();
    }
  }

  @Test
  void attributeIsDeclaredOnceAndAnOrderIsNeeded() {
    assertThatThrownBy(() -> builder().uid(STUDY, "study_id", Selectivity.NONE, STUDY_DATE))
        .hasMessage("(0008,0020) is declared twice");
    assertThatThrownBy(() -> InformationModel.of(STUDY, "1", InformationModelTest::answer).build())
        .hasMessage("order: none (expected: >= 1 column)");
    assertThat(MODEL.attributes()).hasSize(6);
  }
}
