package io.archway.index.worklist;

import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import java.time.Instant;
import java.time.LocalDate;

/** Studies with one series and a medium, as if images had arrived. */
public final class Arrivals {
  private static final int ATTEMPTS = 20;

  /** What an arrival left. */
  public record Arrived(long studyKey, long seriesKey, long mediumKey) {}

  private Arrivals() {}

  /**
   * Under a patient of the fixture's organization; {@code owner} may be whom they are merged into.
   */
  public static Arrived study(
      WorklistFixture fixture, long receivedPatient, long owner, String uid, Instant at) {
    return study(fixture, receivedPatient, owner, uid, at, null, "PX", WorklistFixture.DAY);
  }

  public static Arrived study(
      WorklistFixture fixture,
      long receivedPatient,
      long owner,
      String uid,
      Instant at,
      String accessionNumber,
      String modality,
      LocalDate studyDate) {
    Database database = fixture.database;
    Arrived arrived =
        new Arrived(
            database.nextKey(KeySequence.STUDY),
            database.nextKey(KeySequence.SERIES),
            database.nextKey(KeySequence.MEDIUM));
    database.durablyInConnection(
        handle -> {
          handle.execute(
              """
              INSERT INTO study (study_key, organization_key, patient_key, received_patient_key,
                study_instance_uid, study_date, accession_number, device_key, office_key,
                series_count, instance_count, size_bytes, first_received_at, last_received_at,
                report_state)
              VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, 1, 1, 1, ?, ?, 'NONE')
              """,
              arrived.studyKey,
              fixture.organizationKey,
              owner,
              receivedPatient,
              uid,
              studyDate,
              accessionNumber,
              fixture.officeKey,
              at,
              at);
          handle.execute(
              """
              INSERT INTO series (series_key, organization_key, study_key, series_instance_uid,
                modality, instance_count, size_bytes)
              VALUES (?, ?, ?, ?, ?, 1, 1)
              """,
              arrived.seriesKey,
              fixture.organizationKey,
              arrived.studyKey,
              uid + ".1",
              modality);
          handle.execute(
              """
              INSERT INTO medium (medium_key, organization_key, office_key, patient_key, study_key,
                kind, status, created_at, updated_at)
              VALUES (?, ?, ?, ?, ?, 'study', 'new', ?, ?)
              """,
              arrived.mediumKey,
              fixture.organizationKey,
              fixture.officeKey,
              owner,
              arrived.studyKey,
              at,
              at);
          return null;
        });
    return arrived;
  }
}
