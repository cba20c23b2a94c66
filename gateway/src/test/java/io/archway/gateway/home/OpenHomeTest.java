package io.archway.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dict.Uids;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.gateway.transfer.DicomFileMaker;
import io.archway.index.database.Database;
import io.archway.index.store.Sender;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.file.FileVerdict;
import io.archway.ingest.header.HeaderReading;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenHomeTest {
  private static final int CONNECTIONS = 2;

  @TempDir private Path folder;

  @Test
  void whatArrivesNeedsNoneOfTheConnectionsOfReaders() throws Exception {
    Path file =
        DicomFileMaker.file(folder.resolve("a.dcm"), "2.25.1", Uids.EXPLICIT_VR_LITTLE_ENDIAN, 10);
    CountDownLatch release = new CountDownLatch(1);
    try (OpenHome home = OpenHome.open(settings(), Home.open(folder.resolve("home")))) {
      hold(home.database(), release);
      assertThat(home.database().isAvailable()).isFalse();

      FileVerdict verdict =
          new FileIntake(home.intake(), HeaderReading.LIMITS)
              .take(file, new Sender("import", "", "", ""));

      assertThat(verdict.word()).isEqualTo(FileVerdict.Word.STORED);
      home.intake().awaitIndexed();
      release.countDown();
    }
  }

  private static Settings settings() throws Exception {
    return new SettingsLoader()
        .environment(
            Map.of(
                "ARCHWAY_INDEX_POOL_SIZE",
                String.valueOf(CONNECTIONS),
                "ARCHWAY_STORE_MINIMUM_FREE_SPACE",
                "0B"))
        .load();
  }

  /** Returns when all connections are held. */
  private static void hold(Database database, CountDownLatch release) throws InterruptedException {
    CountDownLatch began = new CountDownLatch(CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
      new Thread(() -> holdOne(database, began, release), "holder-" + i).start();
    }
    began.await();
  }

  private static void holdOne(Database database, CountDownLatch began, CountDownLatch release) {
    try {
      database.read(
          handle -> {
            handle.createQuery("SELECT 1").mapTo(int.class).one();
            began.countDown();
            release.await();
            return null;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
