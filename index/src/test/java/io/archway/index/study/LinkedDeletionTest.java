package io.archway.index.study;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import io.archway.index.inbox.CandidateDao;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxRows;
import io.archway.index.inbox.MatchCandidate;
import io.archway.index.inbox.NewInboxEntry;
import io.archway.index.worklist.Arrivals;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLink;
import io.archway.index.worklist.WorklistLinks;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkedDeletionTest {
  private static final long RECORD = 4_711;

  @ParameterizedTest
  @EnumSource
  void imagesThatAreDeletedLeaveTheirOrder(TestDatabase kind) {
    try (WorklistFixture fixture = new WorklistFixture(kind)) {
      long patient = fixture.patient("1", "Doe^Jane", DAY);
      Arrivals.Arrived gone = Arrivals.study(fixture, patient, patient, "1.1", NOW);
      Arrivals.Arrived kept = Arrivals.study(fixture, patient, patient, "1.2", NOW);
      addInstance(fixture, gone);
      WorklistItem item = fixture.insert(fixture.order(patient, NewStep.of("PX", DAY, TIME)));
      fixture.update(item.edit().medium(gone.mediumKey()).build());
      List<WorklistLink> links = List.of(link(item, gone), link(item, kept));
      fixture.database.inConnection(c -> WorklistLinks.insert(c, links));
      long inbox = propose(fixture, gone, item);
      fixture.database.inConnection(c -> Deletion.delete(c, List.of(RECORD)));
      assertThat(linksOf(fixture, item)).containsExactly(links.get(1));
      assertThat(fixture.item(item.worklistItemKey()).mediumKey()).isNull();
      assertThat(Daos.of(fixture.database, CandidateDao.class).of(fixture.organizationKey, inbox))
          .isEmpty();
    }
  }

  private static List<WorklistLink> linksOf(WorklistFixture fixture, WorklistItem item) {
    return fixture.database.inConnection(c -> WorklistLinks.ofItem(c, item.worklistItemKey()));
  }

  private static WorklistLink link(WorklistItem item, Arrivals.Arrived arrived) {
    return new WorklistLink(
        arrived.seriesKey(),
        item.worklistItemKey(),
        item.organizationKey(),
        arrived.studyKey(),
        null,
        MatchGrade.STUDY_UID,
        null,
        NOW);
  }

  private static long propose(
      WorklistFixture fixture, Arrivals.Arrived arrived, WorklistItem item) {
    long key = fixture.database.nextKey(KeySequence.INBOX);
    NewInboxEntry entry =
        new NewInboxEntry(
            key,
            fixture.organizationKey,
            InboxReason.ORDER_AMBIGUOUS,
            "study",
            null,
            arrived.studyKey(),
            null,
            null,
            null,
            null,
            "{}");
    fixture.database.inConnection(c -> InboxRows.open(c, List.of(entry), NOW));
    Daos.of(fixture.database, CandidateDao.class)
        .insert(
            List.of(
                new MatchCandidate(
                    key,
                    1,
                    fixture.organizationKey,
                    item.worklistItemKey(),
                    null,
                    null,
                    "PATIENT_ID",
                    "[]")));
    return key;
  }

  private static void addInstance(WorklistFixture fixture, Arrivals.Arrived arrived) {
    fixture.database.inTransaction(
        handle ->
            handle.execute(
                """
                INSERT INTO instance (instance_key, organization_key, study_key, series_key,
                  sop_instance_uid, version, is_current, sop_class_uid, transfer_syntax_uid,
                  record_number, container, byte_offset, byte_length, data_set_offset, sha256,
                  crc32, via, device_key, called_ae_title, address, received_at)
                VALUES (1, ?, ?, ?, '1.1.1.1', 1, TRUE, '1.2', '1.2', ?, 'c', 0, 1, 0, 'x', 0,
                  'dimse', 1, 'A', 'x', ?)
                """,
                fixture.organizationKey,
                arrived.studyKey(),
                arrived.seriesKey(),
                RECORD,
                NOW));
  }
}
