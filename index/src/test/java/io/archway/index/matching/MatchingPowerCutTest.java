package io.archway.index.matching;

import static io.archway.index.matching.MatchingFixture.QUIET;
import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.NOW;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.H2FileSystem;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.matching.MatchingRules.WithoutOrder;
import io.archway.index.worklist.Arrivals.Arrived;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.WorklistFixture;
import io.archway.index.worklist.WorklistItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Power cuts between, during and after passes: each item arrives once and is ready once. */
class MatchingPowerCutTest {
  private static final long SEED = 20261122;
  private static final int CUTS = 8;

  private CrashDisk disk = new CrashDisk();
  private int cuts;

  @Test
  void whatACutTookBackIsDoneAgainAndNothingTwice() {
    Random random = new Random(SEED);
    List<Long> items = new ArrayList<>();
    MatchingFixture gate = open();
    while (cuts < CUTS) {
      WorklistItem item = gate.order(NewStep.of("PX", DAY, TIME));
      Arrived arrived = gate.arrive(item.procedure().studyInstanceUid(), null, "PX");
      items.add(item.worklistItemKey());
      gate.fixture.database.force(gate.fixture.database.setbacks());
      Matching matching = gate.matching(WithoutOrder.INBOX);
      for (int passes = random.nextInt(4); passes > 0; passes--) {
        matching.pass();
      }
      gate = cut(gate, random);
      gate.follow();
      assertThat(gate.links(arrived)).as("seed %d, cut %d", SEED, cuts).hasSize(1);
      assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.ARRIVED);
      gate.now = NOW.plus(QUIET).plusSeconds(cuts);
      gate.follow();
      assertThat(gate.scanStatus(item)).isEqualTo(ScanStatus.READY);
      gate = cut(gate, random);
    }
    gate.now = NOW.plus(QUIET).plusSeconds(cuts);
    gate.follow();
    for (long item : items) {
      assertThat(gate.fixture.item(item).scanStatus()).isEqualTo(ScanStatus.READY);
      assertThat(types(gate, item))
          .as("seed %d, item %d", SEED, item)
          .containsExactly("ITEM_CREATED", "ITEM_ARRIVED", "ITEM_READY");
    }
    gate.close();
  }

  private MatchingFixture cut(MatchingFixture gate, Random random) {
    disk = random.nextBoolean() ? disk.crash() : disk.crash(random.nextLong());
    cuts++;
    gate.close();
    return open();
  }

  private MatchingFixture open() {
    String url = H2FileSystem.mount("matching-power-cut-" + cuts, disk) + "index";
    Database database = Database.open(DatabaseSettings.h2(url));
    return new MatchingFixture(new WorklistFixture(database), "P" + cuts);
  }

  private static List<String> types(MatchingFixture gate, long item) {
    return Daos.of(gate.fixture.database, EventDao.class).after(0, 1000).stream()
        .filter(event -> event.worklistItemKey() != null && event.worklistItemKey() == item)
        .map(Event::eventType)
        .toList();
  }
}
