package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.ParseLimits;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.index.store.LogPosition;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.Segment;
import io.archway.index.store.Verification;
import io.archway.index.study.Instance;
import io.archway.index.study.RetentionDao;
import io.archway.index.study.RetentionDao.Candidate;
import io.archway.index.study.RetentionDao.ReportState;
import io.archway.index.study.StudyDao;
import io.archway.ingest.catalog.Catalog;
import io.archway.ingest.catalog.CatalogSettings;
import io.archway.ingest.catalog.IndexCatalog;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Permanent deletion and retention, with and without power cuts. */
class EraserTest {
  private static final long ORGANIZATION = 1;
  private static final Instant FUTURE = Instant.parse("2100-01-01T00:00:00Z");
  private static final int CUTS = 60;

  @Test
  void whatIsDeletedIsGoneAndItsSpaceComesBack() throws Exception {
    CrashDisk disk = new CrashDisk();
    IngestFixture gateway = IngestFixture.on(disk);
    for (int seed = 1; seed <= 200; seed++) {
      gateway.store(object(seed));
    }
    long before = gateway.store.segments().stream().mapToLong(Segment::bytes).sum();
    Eraser eraser = eraser(gateway);
    Set<String> kept = new TreeSet<>();
    for (int seed = 1; seed <= 200; seed++) {
      if (seed % 8 == 0) {
        kept.add(object(seed).sopInstanceUid());
      } else {
        assertThat(erase(gateway, eraser, object(seed)).objects()).isPositive();
      }
    }
    assertThat(eraser.compact(50)).isPositive();
    assertThat(gateway.store.segments().stream().mapToLong(Segment::bytes).sum())
        .isLessThan(before * 3 / 4);
    assertKeptAre(gateway, kept, 200);
    assertThat(largeFiles(disk)).hasSize(kept.size() / 5);
    gateway.close();
    assertThat(reindexed(disk, 200)).isEqualTo(kept);
  }

  @Test
  void aDamagedSegmentKeepsItsSpaceAndTheOthersGiveTheirsBack() throws Exception {
    CrashDisk disk = new CrashDisk();
    IngestFixture gateway = IngestFixture.on(disk);
    Eraser eraser = eraser(gateway);
    for (int seed = 1; seed <= 60; seed++) {
      gateway.store(Samples.slice(seed, 80, 80));
    }
    for (int seed = 1; seed <= 60; seed++) {
      erase(gateway, eraser, Samples.slice(seed, 80, 80));
    }
    String first = gateway.store.segments().get(0).name();
    disk.flipBit(first, 8_200, 3); // the header of its first record

    assertThat(eraser.compact(50)).isPositive();
    assertThat(gateway.store.segments()).extracting(Segment::name).contains(first);
    gateway.close();
  }

  @Test
  void neitherHoldNorPendingReportNorYouthIsOverridden() throws Exception {
    IngestFixture gateway = IngestFixture.on(new CrashDisk());
    Eraser eraser = eraser(gateway);
    RetentionDao retention = gateway.dao(RetentionDao.class);
    SampleObject object = object(1);
    gateway.store(object);
    long study = instance(gateway, object).orElseThrow().studyKey();
    retention.hold(ORGANIZATION, study, "legal", Instant.EPOCH);
    assertThat(eraser.erase(ORGANIZATION, study, FUTURE, false).objects()).isZero();
    retention.release(ORGANIZATION, study);
    retention.report(ORGANIZATION, study, ReportState.PENDING);
    assertThat(eraser.erase(ORGANIZATION, study, FUTURE, false).objects()).isZero();
    retention.report(ORGANIZATION, study, ReportState.NONE);
    assertThat(eraser.erase(ORGANIZATION, study, FUTURE, true).objects()).isZero();
    assertThat(eraser.erase(ORGANIZATION, study, Instant.EPOCH, false).objects()).isZero();
    assertThat(instance(gateway, object)).isPresent();
    retention.report(ORGANIZATION, study, ReportState.DONE);
    assertThat(eraser.erase(ORGANIZATION, study, FUTURE, true).objects()).isPositive();
    assertThat(instance(gateway, object)).isEmpty();
    assertThat(gateway.store(object)).as("may come again").isEqualTo(new Verdict.Stored());
    gateway.close();
  }

  @Test
  void retentionTakesTheOldestWhenRoomRunsOut() throws Exception {
    CrashDisk disk = new CrashDisk();
    IngestFixture gateway = IngestFixture.on(disk);
    for (int seed = 1; seed <= 30; seed++) {
      gateway.store(object(seed));
    }
    List<Candidate> oldestFirst =
        gateway.dao(RetentionDao.class).candidates(ORGANIZATION, FUTURE, false, 100);
    long wanted = oldestFirst.stream().limit(3).mapToLong(Candidate::sizeBytes).sum();
    disk.setCapacityBytes(1L << 30);
    long free = gateway.store.freeBytes();
    assertThat(retention(gateway, free + wanted, Duration.ofDays(1)).look()).isZero();
    assertThat(retention(gateway, free + wanted, Duration.ZERO).look())
        .isBetween(wanted, wanted + (1 << 20));
    Set<Long> left =
        gateway.dao(RetentionDao.class).candidates(ORGANIZATION, FUTURE, false, 100).stream()
            .map(Candidate::studyKey)
            .collect(Collectors.toSet());
    assertThat(left).isNotEmpty();
    assertThat(left)
        .doesNotContainAnyElementsOf(
            oldestFirst.stream().limit(3).map(Candidate::studyKey).toList());
    gateway.close();
  }

  @Test
  void aPowerCutAtAnyMomentLosesNothingElseAndBringsNothingBack() throws Exception {
    Random random = new Random(7);
    CrashDisk disk = new CrashDisk();
    Set<String> acknowledged = new HashSet<>();
    Set<String> deleted = new HashSet<>();
    int next = 0;
    for (int cut = 0; cut < CUTS; cut++) {
      IngestFixture gateway = IngestFixture.on(disk);
      assertIndexed(gateway, acknowledged, deleted);
      disk.faults().failAt(random.nextInt(250), Faults.Kind.POWER_CUT);
      next = liveUntilItFails(gateway, random, next, acknowledged, deleted);
      disk = cut % 2 == 0 ? disk.crash() : disk.crash(random.nextLong());
      gateway.abandon();
    }
    IngestFixture gateway = IngestFixture.on(disk);
    assertKept(gateway, acknowledged, deleted);
    Verification verification = gateway.store.verify((done, total) -> {});
    assertThat(verification.findings()).isEmpty();
    gateway.close();
    Set<String> all = reindexed(disk, next);
    assertThat(all).containsAll(acknowledged).doesNotContainAnyElementsOf(deleted);
    System.out.printf(
        "power cuts while deleting: %d, kept: %d, deleted: %d, lost or come back: 0%n",
        CUTS, acknowledged.size(), deleted.size());
    assertThat(deleted).hasSizeGreaterThan(20);
  }

  private static int liveUntilItFails(
      IngestFixture gateway, Random random, int from, Set<String> acknowledged, Set<String> deleted)
      throws InterruptedException {
    Eraser eraser = eraser(gateway);
    int seed = from;
    try {
      while (true) {
        for (int i = 0; i < 6; i++) {
          SampleObject object = object(++seed);
          if (!gateway.store(object).isKept()) {
            return seed;
          }
          acknowledged.add(object.sopInstanceUid());
        }
        for (String uid : acknowledged.stream().sorted().limit(4).toList()) {
          // From here on it may be there or not; once erase has returned it never is again.
          acknowledged.remove(uid);
          Instance instance = gateway.dao(StudyDao.class).instance(ORGANIZATION, uid).orElseThrow();
          eraser.erase(ORGANIZATION, instance.studyKey(), FUTURE, false);
          deleted.add(uid);
        }
        eraser.compact(1 + random.nextInt(60));
      }
    } catch (IOException | RuntimeException e) {
      return seed;
    }
  }

  /** A study of its own each; every fifth in a file of its own. */
  private static SampleObject object(int seed) {
    return seed % 5 == 0 ? Samples.slice(seed, 120, 120) : Samples.tiny(seed);
  }

  private static Eraser eraser(IngestFixture gateway) {
    return new Eraser(gateway.intake, gateway.catalog, gateway.database);
  }

  private static Retention retention(IngestFixture gateway, long freeBytes, Duration minAge) {
    return new Retention(
        new Retention.Rules(Duration.ofDays(36_500), freeBytes, minAge, false, 50),
        eraser(gateway),
        gateway.store,
        gateway.database,
        InstantSource.fixed(Instant.now().plusSeconds(60)),
        1_000);
  }

  private static Eraser.Erased erase(IngestFixture gateway, Eraser eraser, SampleObject object)
      throws IOException {
    long study = instance(gateway, object).orElseThrow().studyKey();
    return eraser.erase(ORGANIZATION, study, FUTURE, false);
  }

  private static Optional<Instance> instance(IngestFixture gateway, SampleObject object) {
    return gateway.dao(StudyDao.class).instance(ORGANIZATION, object.sopInstanceUid());
  }

  private static void assertKeptAre(IngestFixture gateway, Set<String> kept, int last)
      throws IOException {
    for (int seed = 1; seed <= last; seed++) {
      SampleObject object = object(seed);
      Optional<Instance> instance = instance(gateway, object);
      assertThat(instance.isPresent()).isEqualTo(kept.contains(object.sopInstanceUid()));
      if (instance.isPresent()) {
        assertThat(IngestFixture.endsWith(file(gateway, instance.get()), object.dataSetBytes()))
            .isTrue();
      }
    }
  }

  private static void assertKept(
      IngestFixture gateway, Set<String> acknowledged, Set<String> deleted) throws IOException {
    assertIndexed(gateway, acknowledged, deleted);
    StudyDao studies = gateway.dao(StudyDao.class);
    for (String uid : acknowledged) {
      Instance instance = studies.instance(ORGANIZATION, uid).orElseThrow();
      assertThat(file(gateway, instance)).as(uid).hasSize((int) instance.byteLength());
    }
  }

  private static void assertIndexed(
      IngestFixture gateway, Set<String> acknowledged, Set<String> deleted) {
    StudyDao studies = gateway.dao(StudyDao.class);
    for (String uid : acknowledged) {
      assertThat(studies.instance(ORGANIZATION, uid)).as(uid).isPresent();
    }
    for (String uid : deleted) {
      assertThat(studies.instance(ORGANIZATION, uid)).as(uid).isEmpty();
    }
  }

  private static byte[] file(IngestFixture gateway, Instance instance) throws IOException {
    return gateway.file(
        new ObjectLocation(instance.container(), instance.byteOffset(), instance.byteLength()));
  }

  private static List<String> largeFiles(CrashDisk disk) throws IOException {
    List<String> files = new ArrayList<>();
    for (String folder : disk.list("large")) {
      files.addAll(disk.list("large/" + folder));
    }
    return files;
  }

  /** The SOP Instance UIDs that a new index has, made from the log alone. */
  private static Set<String> reindexed(CrashDisk disk, int last) throws IOException {
    IngestFixture gateway = IngestFixture.on(disk);
    Set<String> found = new TreeSet<>();
    try (Database database = TestDatabase.H2.open()) {
      FirstStart.ensure(
          database,
          new FirstStart.Names("clinic", "Clinic", "Main", List.of("ARCHWAY"), "admin"),
          () -> "hash",
          Instant.EPOCH);
      Catalog catalog = new IndexCatalog(database, CatalogSettings.DEFAULT);
      new Replayer(gateway.store, catalog, ParseLimits.HEADER).replay(LogPosition.START);
      for (int seed = 1; seed <= last; seed++) {
        String uid = object(seed).sopInstanceUid();
        if (Daos.of(database, StudyDao.class).instance(ORGANIZATION, uid).isPresent()) {
          found.add(uid);
        }
      }
    }
    gateway.close();
    return found;
  }
}
