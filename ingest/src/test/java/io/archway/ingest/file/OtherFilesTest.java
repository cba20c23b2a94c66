package io.archway.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.audit.Auditor;
import io.archway.index.audit.Via;
import io.archway.index.database.Daos;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFile;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.medium.UploadedFile;
import io.archway.index.patient.NamedPatient;
import io.archway.index.store.LargeObject;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.Sha256;
import io.archway.index.store.StoreException;
import io.archway.ingest.Eraser;
import io.archway.ingest.IndexCheck;
import io.archway.ingest.IngestFixture;
import io.archway.ingest.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Files that are no DICOM objects: durable, rebuilt from the log, deleted for good. */
class OtherFilesTest {
  private static final long ORGANIZATION = 1;
  private static final long OFFICE = 1;
  private static final int SMALL = 16 << 10;
  private static final int CUTS = 60;
  private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

  private static final Auditor BY =
      new Auditor(ORGANIZATION, Via.HTTP, 7L, null, null, "192.0.2.9", "storeMedia", "r1");

  /** Small ones share a segment, large ones have a file of their own. */
  private static byte[] content(int seed) {
    byte[] content = new byte[seed % 3 == 0 ? 3 * SMALL : 100 + seed];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static UploadedFile said(int seed) {
    NamedPatient patient =
        new NamedPatient(
            "issuer:ARCHWAY", "A" + seed % 7, "ARCHWAY", "Doe^J", LocalDate.of(1980, 1, 1), "F");
    return new UploadedFile("photo " + seed + ".png", "image/png", OFFICE, patient, 0, BY);
  }

  private static OtherFiles files(IngestFixture gateway) {
    return new OtherFiles(
        gateway.intake, gateway.store, gateway.database, InstantSource.system(), SMALL);
  }

  private static OtherFiles.Kept keep(IngestFixture gateway, int seed) throws IOException {
    byte[] content = content(seed);
    try (LargeObject written = gateway.store.newLargeObject()) {
      written.write(ByteBuffer.wrap(content));
      return files(gateway).keep(ORGANIZATION, said(seed), sha256(content), new Alone(written));
    }
  }

  private record Alone(LargeObject alone) implements OtherFiles.Written {
    @Override
    public long length() {
      return alone.length();
    }

    @Override
    public int read(ByteBuffer to, long position) throws StoreException {
      return alone.read(to, position);
    }
  }

  private static Sha256 sha256(byte[] content) {
    try {
      return Sha256.of(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertKept(IngestFixture gateway, int seed) throws IOException {
    MediumFileDao files = Daos.of(gateway.database, MediumFileDao.class);
    MediumFile file =
        files.before(ORGANIZATION, FAR, 1_000).stream()
            .filter(one -> one.fileName().equals(said(seed).name()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("lost: " + seed));
    byte[] stored =
        gateway.file(new ObjectLocation(file.container(), file.byteOffset(), file.byteLength()));
    assertThat(stored).isEqualTo(content(seed));
    Medium medium =
        Daos.of(gateway.database, MediumDao.class)
            .find(ORGANIZATION, file.mediumKey())
            .orElseThrow();
    assertThat(medium.kind()).isEqualTo(Medium.KIND_FILE);
    assertThat(medium.patientId()).isEqualTo("A" + seed % 7);
    assertThat(medium.officeKey()).isEqualTo(OFFICE);
    assertThat(medium.mediaType()).isEqualTo("image/png");
  }

  @Test
  void losesNothingThatWasAcknowledgedWhenThePowerIsCut() throws Exception {
    Random random = new Random(20_260_301);
    CrashDisk disk = new CrashDisk();
    Map<Integer, Long> acknowledged = new HashMap<>();
    int seed = 0;
    for (int cut = 0; cut < CUTS; cut++) {
      IngestFixture gateway = IngestFixture.on(disk);
      disk.faults().failAt(random.nextInt(120), Faults.Kind.POWER_CUT);
      try {
        while (true) {
          OtherFiles.Kept kept = keep(gateway, ++seed);
          if (!kept.verdict().isKept()) {
            break;
          }
          acknowledged.put(seed, kept.mediumKey());
        }
      } catch (IOException | RuntimeException e) {
        assertThat(e).isNotNull(); // not acknowledged
      }
      CrashDisk dead = disk;
      disk = cut % 2 == 0 ? dead.crash() : dead.crash(random.nextLong());
      gateway.abandon();
    }
    try (IngestFixture gateway = IngestFixture.on(disk)) {
      assertThat(gateway.store.verify((done, total) -> {}).findings()).isEmpty();
      for (int each : acknowledged.keySet()) {
        assertKept(gateway, each);
      }
      assertThat(keep(gateway, acknowledged.keySet().iterator().next()).verdict())
          .isInstanceOf(Verdict.Duplicate.class);
      assertThat(keep(gateway, seed + 1).verdict()).isInstanceOf(Verdict.Stored.class);
      assertAudited(gateway);
    }
    assertThat(acknowledged).hasSizeGreaterThan(CUTS);
  }

  /** Every file once, by its sender or, where the index was behind the log, by the gateway. */
  private static void assertAudited(IngestFixture gateway) {
    List<String> files =
        Daos.of(gateway.database, MediumFileDao.class).before(ORGANIZATION, FAR, 1_000).stream()
            .map(file -> "MEDIUM:" + file.mediumKey())
            .toList();
    List<String> entries =
        gateway.database.read(
            handle ->
                handle.createQuery("SELECT entry FROM audit_pending").mapTo(String.class).list());
    assertThat(entries).hasSameSizeAs(files);
    assertThat(files)
        .allMatch(file -> entries.stream().filter(one -> names(one, file)).count() == 1);
    assertThat(entries).anyMatch(entry -> entry.contains("storeMedia"));
  }

  private static boolean names(String entry, String file) {
    return Pattern.compile(file + "(?![0-9])", Pattern.CASE_INSENSITIVE).matcher(entry).find();
  }

  @Test
  void aNewIndexKnowsNamesAndPatients() throws Exception {
    CrashDisk disk = new CrashDisk();
    try (IngestFixture gateway = IngestFixture.on(disk)) {
      for (int seed = 1; seed <= 8; seed++) {
        assertThat(keep(gateway, seed).verdict()).isInstanceOf(Verdict.Stored.class);
      }
      long gone = keep(gateway, 9).mediumKey();
      Eraser eraser = new Eraser(gateway.intake, gateway.catalog, gateway.database);
      assertThat(eraser.eraseFile(ORGANIZATION, gone, FAR).objects()).isEqualTo(1);
      assertThat(eraser.eraseFile(ORGANIZATION, gone, FAR).objects()).isZero();
      assertThat(check(gateway).wrong()).isZero();
    }
    for (TestDatabase database : TestDatabase.values()) {
      try (IngestFixture gateway =
          IngestFixture.on(disk, IngestFixture.settings(), database.settings())) {
        for (int seed = 1; seed <= 8; seed++) {
          assertKept(gateway, seed);
        }
        assertThat(Daos.of(gateway.database, MediumFileDao.class).before(ORGANIZATION, FAR, 100))
            .hasSize(8);
        assertThat(check(gateway).findings()).isEmpty();
      }
    }
  }

  @Test
  void compactionMovesWhatIsAlive() throws Exception {
    try (IngestFixture gateway = IngestFixture.on(new CrashDisk())) {
      Eraser eraser = new Eraser(gateway.intake, gateway.catalog, gateway.database);
      int seed = 1;
      while (gateway.store.segments().size() < 3) {
        long key = keep(gateway, seed).mediumKey();
        if (seed % 5 != 2) {
          eraser.eraseFile(ORGANIZATION, key, FAR);
        }
        seed++;
      }
      assertThat(eraser.compact(1)).isPositive();
      for (int kept = 2; kept < seed; kept += 5) {
        assertKept(gateway, kept);
      }
      assertThat(check(gateway).findings()).isEmpty();
    }
  }

  private static IndexCheck.Result check(IngestFixture gateway) throws IOException {
    return new IndexCheck(gateway.intake, gateway.catalog, gateway.database, next -> {}).run();
  }
}
