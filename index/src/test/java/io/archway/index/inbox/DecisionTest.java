package io.archway.index.inbox;

import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.access.Visibility;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.database.PageRequest;
import io.archway.index.database.TestDatabase;
import io.archway.index.store.ObjectLocation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DecisionTest {
  @Parameter TestDatabase kind;
  private Database database;
  private DecisionDao decisions;
  private CandidateDao candidates;

  @BeforeEach
  void open() {
    database = kind.open();
    decisions = Daos.of(database, DecisionDao.class);
    candidates = Daos.of(database, CandidateDao.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Decision decide(long organization, DecisionAction action) {
    Decision decision =
        Decision.of(
                database.nextKey(KeySequence.DECISION),
                organization,
                action,
                "{\"patient_key\":4}",
                9L,
                "same person",
                NOW)
            .about(11L, 12L, 13L, 14L, 15L);
    decisions.insert(decision);
    return decision;
  }

  @Test
  void decisionIsKeptAndFoundByWhatItIsAbout() {
    Decision first = decide(1, DecisionAction.CONFIRM);
    Decision second = decide(1, DecisionAction.REJECT);
    decide(2, DecisionAction.MERGE_PATIENTS);
    assertThat(decisions.find(1, first.decisionKey())).contains(first);
    assertThat(decisions.find(2, first.decisionKey())).isEmpty();
    assertThat(decisions.ofInbox(1, 11)).containsExactly(second, first);
    assertThat(decisions.ofItem(1, 12)).containsExactly(second, first);
    assertThat(decisions.ofPatient(1, 13)).containsExactly(second, first);
    assertThat(decisions.page(1, Visibility.ALL, new PageRequest(1, 10)).rows())
        .containsExactly(second, first);
    assertThat(decisions.page(1, Visibility.ALL, new PageRequest(2, 1)).rows())
        .containsExactly(first);
  }

  @Test
  void decisionIsUndoneOnce() {
    Decision decision = decide(1, DecisionAction.LINK);
    assertThat(decisions.undo(2, decision.decisionKey(), 8L, "wrong tenant", NOW)).isZero();
    assertThat(decisions.undo(1, decision.decisionKey(), 8L, "mistake", NOW)).isEqualTo(1);
    assertThat(decisions.undo(1, decision.decisionKey(), 8L, "again", NOW)).isZero();
    assertThat(decisions.find(1, decision.decisionKey()))
        .hasValueSatisfying(
            undone -> {
              assertThat(undone.undoneAt()).isEqualTo(NOW);
              assertThat(undone.undoneByKey()).isEqualTo(8);
              assertThat(undone.undoneWhy()).isEqualTo("mistake");
              assertThat(undone.undoDetails()).isEqualTo("{\"patient_key\":4}");
            });
  }

  @Test
  void proposalsOfAnEntryAreKeptInOrder() {
    long open = entry("a");
    long closed = entry("b");
    List<MatchCandidate> proposed =
        List.of(
            new MatchCandidate(open, 2, 1, 5L, 6L, null, "PATIENT_ID", "[]"),
            new MatchCandidate(open, 1, 1, 7L, null, null, "STUDY_UID", "[\"birth_date\"]"),
            new MatchCandidate(closed, 1, 1, 5L, null, null, "STUDY_UID", "[]"));
    candidates.insert(proposed);
    assertThat(candidates.of(1, open)).containsExactly(proposed.get(1), proposed.get(0));
    assertThat(candidates.of(2, open)).isEmpty();
    assertThat(candidates.ofAll(1, List.of(open, closed))).hasSize(3);
    Daos.of(database, InboxDao.class).close(1, closed, InboxEntry.RESOLVED, 9, "done", NOW);
    assertThat(candidates.openOfItem(1, 5)).containsExactly(proposed.get(0));
    assertThat(candidates.delete(open)).isEqualTo(2);
    assertThat(candidates.of(1, open)).isEmpty();
  }

  private long entry(String subject) {
    long key = database.nextKey(KeySequence.INBOX);
    NewInboxEntry entry =
        new NewInboxEntry(
            key,
            1,
            InboxReason.ORDER_AMBIGUOUS,
            subject,
            null,
            null,
            null,
            null,
            (ObjectLocation) null,
            null,
            "{}");
    database.inConnection(connection -> InboxRows.open(connection, List.of(entry), NOW));
    return key;
  }
}
