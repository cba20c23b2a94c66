package io.archway.index.association;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.database.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AssociationTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

  private static final String STORE = "default";

  @Parameter TestDatabase kind;
  private Database database;
  private AssociationDao associations;

  @BeforeEach
  void open() {
    database = kind.open();
    associations = Daos.of(database, AssociationDao.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void rowTellsWhatWasProposedAndHowItEnded() {
    List<ProposedContext> contexts =
        List.of(
            new ProposedContext(
                1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"), 0, "1.2.840.10008.1.2"),
            new ProposedContext(3, " 1.2\n3 ", List.of(), 3, null));
    long key = start(contexts, NOW);
    AssociationRow running = associations.find(key).orElseThrow();
    assertThat(running.endedAt()).isNull();
    assertThat(running.proposedContexts())
        .containsExactly(contexts.get(0), new ProposedContext(3, "1.23", List.of(), 3, ""));
    associations.end(
        new AssociationEnd(
            key, AssociationEnd.Ending.ABORTED_BY_PEER, "x".repeat(400), 5, 1, 1_000, NOW));
    AssociationRow ended = associations.find(key).orElseThrow();
    assertThat(ended.ending()).isEqualTo("ABORTED_BY_PEER");
    assertThat(ended.endReason()).hasSize(255);
    assertThat(ended.objectsStored()).isEqualTo(5);
  }

  @Test
  void listIsNewestFirst() {
    long older = start(List.of(), NOW);
    long newer = start(List.of(), NOW.plusSeconds(1));
    assertThat(associations.list(1, 0, 10))
        .extracting(AssociationRow::associationKey)
        .containsExactly(newer, older);
    assertThat(associations.list(1, 1, 1))
        .extracting(AssociationRow::associationKey)
        .containsExactly(older);
    assertThat(associations.list(2, 0, 10)).isEmpty();
  }

  @Test
  void thoseThatRanWhenTheProgramDiedAreEndedAndOldOnesDeleted() {
    long key = start(List.of(), NOW);
    assertThat(associations.endAllOpen(STORE, NOW.plusSeconds(9))).isOne();
    assertThat(associations.endAllOpen(STORE, NOW.plusSeconds(9))).isZero();
    assertThat(associations.find(key).orElseThrow().ending()).isEqualTo("LOST");
    assertThat(associations.deleteEndedBefore(NOW.plusSeconds(9))).isZero();
    assertThat(associations.deleteEndedBefore(NOW.plusSeconds(10))).isOne();
  }

  @Test
  void thoseOfAnotherGatewayGoOnWhenOneStarts() {
    long ours = start(List.of(), NOW);
    long theirs = start("second", List.of(), NOW);
    assertThat(associations.endAllOpen("second", NOW.plusSeconds(1))).isOne();
    assertThat(associations.find(ours).orElseThrow().endedAt()).isNull();
    assertThat(associations.find(theirs).orElseThrow().ending()).isEqualTo("LOST");
    assertThat(associations.find(theirs).orElseThrow().storeName()).isEqualTo("second");
  }

  private long start(List<ProposedContext> contexts, Instant at) {
    return start(STORE, contexts, at);
  }

  private long start(String storeName, List<ProposedContext> contexts, Instant at) {
    long key = database.nextKey(KeySequence.ASSOCIATION);
    associations.start(
        storeName,
        new AssociationStart(
            key, 1L, "SCANNER", "ARCHWAY", "192.0.2.1", "1.2.3", "V1", 16_384L, contexts, at));
    return key;
  }
}
