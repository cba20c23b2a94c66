package io.archway.index.association;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
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
    AssociationRow running = associations.find(1, key).orElseThrow();
    assertThat(running.endedAt()).isNull();
    assertThat(running.state()).isEqualTo(AssociationState.RUNNING);
    assertThat(running.proposedContexts())
        .containsExactly(contexts.get(0), new ProposedContext(3, "1.23", List.of(), 3, ""));
    associations.end(
        new AssociationEnd(
            key, AssociationState.ABORTED_BY_PEER, "x".repeat(400), 5, 1, 1_000, NOW));
    AssociationRow ended = associations.find(1, key).orElseThrow();
    assertThat(ended.ending()).isEqualTo("ABORTED_BY_PEER");
    assertThat(ended.endReason()).hasSize(255);
    assertThat(ended.objectsStored()).isEqualTo(5);
  }

  @Test
  void listIsNewestFirstAndPaged() {
    long older = start(List.of(), NOW);
    long newer = start(List.of(), NOW.plusSeconds(1));
    assertThat(keys(AssociationFilter.ALL)).containsExactly(newer, older);
    Page<AssociationRow> second =
        associations.page(1, AssociationFilter.ALL, new PageRequest(2, 1));
    assertThat(second.rows()).extracting(AssociationRow::associationKey).containsExactly(older);
    assertThat(second.total()).isEqualTo(2);
    assertThat(associations.page(2, AssociationFilter.ALL, new PageRequest(1, 10)).rows())
        .isEmpty();
    assertThat(associations.find(2, older)).isEmpty();
  }

  @Test
  void everyFilterRestricts() {
    long cbct = start("CBCT", "ARCHWAY", "192.0.2.1", NOW);
    long px = start("PX", "ARCHWAY", "192.0.2.2", NOW.plusSeconds(1));
    long other = start("", "OTHER", "192.0.2.2", NOW.plusSeconds(2));
    end(px, AssociationState.REJECTED);
    end(other, AssociationState.RELEASED);
    assertThat(keys(new AssociationFilter("PX", null, null, null, null, null))).containsExactly(px);
    assertThat(keys(new AssociationFilter("", null, null, null, null, null)))
        .containsExactly(other);
    assertThat(keys(new AssociationFilter(null, "ARCHWAY", null, null, null, null)))
        .containsExactly(px, cbct);
    assertThat(keys(new AssociationFilter(null, null, "192.0.2.2", null, null, null)))
        .containsExactly(other, px);
    assertThat(keys(inState(AssociationState.RUNNING))).containsExactly(cbct);
    assertThat(keys(inState(AssociationState.REJECTED))).containsExactly(px);
    assertThat(keys(inState(AssociationState.TIMED_OUT))).isEmpty();
    Instant second = NOW.plusSeconds(1);
    assertThat(keys(new AssociationFilter(null, null, null, null, second, null)))
        .containsExactly(other, px);
    assertThat(keys(new AssociationFilter(null, null, null, null, null, second)))
        .containsExactly(cbct);
    assertThat(
            keys(
                new AssociationFilter(
                    "PX",
                    "ARCHWAY",
                    "192.0.2.2",
                    AssociationState.REJECTED,
                    NOW,
                    NOW.plusSeconds(2))))
        .containsExactly(px);
  }

  @Test
  void thoseThatRanWhenTheProgramDiedAreEndedAndOldOnesDeleted() {
    long key = start(List.of(), NOW);
    assertThat(associations.endAllOpen(STORE, NOW.plusSeconds(9))).isOne();
    assertThat(associations.endAllOpen(STORE, NOW.plusSeconds(9))).isZero();
    assertThat(associations.find(1, key).orElseThrow().state()).isEqualTo(AssociationState.LOST);
    assertThat(associations.deleteEndedBefore(NOW.plusSeconds(9), 10)).isZero();
    assertThat(associations.deleteEndedBefore(NOW.plusSeconds(10), 0)).isZero();
    assertThat(associations.deleteEndedBefore(NOW.plusSeconds(10), 10)).isOne();
  }

  @Test
  void thoseOfAnotherGatewayGoOnWhenOneStarts() {
    long ours = start(List.of(), NOW);
    long theirs = start("second", "SCANNER", "ARCHWAY", "192.0.2.1", List.of(), NOW);
    assertThat(associations.endAllOpen("second", NOW.plusSeconds(1))).isOne();
    assertThat(associations.find(1, ours).orElseThrow().endedAt()).isNull();
    assertThat(associations.find(1, theirs).orElseThrow().ending()).isEqualTo("LOST");
    assertThat(associations.find(1, theirs).orElseThrow().storeName()).isEqualTo("second");
  }

  private List<Long> keys(AssociationFilter filter) {
    Page<AssociationRow> page = associations.page(1, filter, new PageRequest(1, 10));
    assertThat(page.total()).isEqualTo(page.rows().size());
    return page.rows().stream().map(AssociationRow::associationKey).toList();
  }

  private static AssociationFilter inState(AssociationState state) {
    return new AssociationFilter(null, null, null, state, null, null);
  }

  private void end(long key, AssociationState how) {
    associations.end(new AssociationEnd(key, how, "why", 0, 0, 0, NOW.plusSeconds(9)));
  }

  private long start(List<ProposedContext> contexts, Instant at) {
    return start(STORE, "SCANNER", "ARCHWAY", "192.0.2.1", contexts, at);
  }

  private long start(String calling, String called, String address, Instant at) {
    return start(STORE, calling, called, address, List.of(), at);
  }

  private long start(
      String storeName,
      String calling,
      String called,
      String address,
      List<ProposedContext> contexts,
      Instant at) {
    long key = database.nextKey(KeySequence.ASSOCIATION);
    associations.start(
        storeName,
        new AssociationStart(
            key, 1L, calling, called, address, "1.2.3", "V1", 16_384L, contexts, at));
    return key;
  }
}
