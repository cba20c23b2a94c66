package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.Verification;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The power is cut at a random change of the disk while several senders store; what was not forced
 * is gone, or, with every second cut, partly there in pages. The embedded database lies on the same
 * disk.
 */
class PowerCutTest {
  private static final int CUTS = 100;
  private static final int CUTS_PER_CHECK = 20;
  private static final int SENDERS = 4;
  private static final long ORGANIZATION = 1;

  @Test
  void losesNothingThatWasAcknowledged() throws Exception {
    Random random = new Random(20_240_601);
    CrashDisk disk = new CrashDisk();
    Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    AtomicInteger nextSeed = new AtomicInteger();
    int unacknowledged = 0;
    long checked = 0;
    for (int cut = 0; cut < CUTS; cut++) {
      IngestFixture gateway = IngestFixture.on(disk);
      disk.faults().failAt(random.nextInt(200), Faults.Kind.POWER_CUT);
      unacknowledged += storeUntilItFails(gateway, acknowledged, nextSeed);
      CrashDisk dead = disk;
      long seed = random.nextLong();
      disk = left(dead, cut, seed);
      gateway.abandon();
      if (cut % CUTS_PER_CHECK == 0) {
        checked += assertIndexIsRightAfter(cut, left(dead, cut, seed));
      }
    }
    IngestFixture gateway = IngestFixture.on(disk);
    Verification verification = gateway.store.verify((done, total) -> {});
    assertThat(verification.findings()).isEmpty();
    checked += assertIndexIsRight(gateway, CUTS);
    for (Map.Entry<String, Integer> each : acknowledged.entrySet()) {
      assertKept(gateway, each.getKey(), object(each.getValue()));
    }
    gateway.close();
    System.out.printf(
        "power cuts: %d, acknowledged objects: %d, lost: 0, refused or unanswered: %d,"
            + " compared with the log after the cuts: %d%n",
        CUTS, acknowledged.size(), unacknowledged, checked);
    assertThat(acknowledged).hasSizeGreaterThan(CUTS);
  }

  /** All that was forced alone, or by turns with some of the rest. */
  private static CrashDisk left(CrashDisk dead, int cut, long seed) {
    return cut % 2 == 0 ? dead.crash() : dead.crash(seed);
  }

  /** On a copy of the disk, so that the next cut meets the same as without. */
  private static long assertIndexIsRightAfter(int cut, CrashDisk copy) throws IOException {
    try (IngestFixture gateway = IngestFixture.on(copy)) {
      return assertIndexIsRight(gateway, cut);
    }
  }

  /** What {@code archway check} says of the index; the records that it compared. */
  private static long assertIndexIsRight(IngestFixture gateway, int cut) throws IOException {
    gateway.intake.awaitIndexed();
    IndexCheck.Result result =
        new IndexCheck(gateway.intake, gateway.catalog, gateway.database, next -> {}).run();
    assertThat(result.findings()).as("after %d cuts", cut).isEmpty();
    assertThat(result.wrong()).isZero();
    assertThat(result.rows()).isEqualTo(result.records());
    return result.records();
  }

  /** Small and large objects by turns. */
  private static SampleObject object(int seed) {
    return seed % 5 == 0 ? Samples.slice(seed, 120, 120) : Samples.tiny(seed);
  }

  private static int storeUntilItFails(
      IngestFixture gateway, Map<String, Integer> acknowledged, AtomicInteger nextSeed)
      throws InterruptedException {
    AtomicInteger failed = new AtomicInteger();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> send(gateway, acknowledged, nextSeed, failed));
      senders.add(sender);
      sender.start();
    }
    for (Thread sender : senders) {
      sender.join();
    }
    return failed.get();
  }

  private static void send(
      IngestFixture gateway,
      Map<String, Integer> acknowledged,
      AtomicInteger nextSeed,
      AtomicInteger failed) {
    try {
      while (true) {
        int seed = nextSeed.incrementAndGet();
        SampleObject object = object(seed);
        if (!gateway.store(object).isKept()) {
          failed.incrementAndGet();
          return;
        }
        acknowledged.put(object.sopInstanceUid(), seed);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertKept(IngestFixture gateway, String uid, SampleObject object)
      throws Exception {
    Instance instance = gateway.dao(StudyDao.class).instance(ORGANIZATION, uid).orElseThrow();
    byte[] file =
        gateway.file(
            new ObjectLocation(instance.container(), instance.byteOffset(), instance.byteLength()));
    assertThat(IngestFixture.endsWith(file, object.dataSetBytes())).as(uid).isTrue();
  }
}
