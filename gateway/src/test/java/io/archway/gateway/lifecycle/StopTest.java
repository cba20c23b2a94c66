package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.Stopped;
import io.archway.index.disk.FileDisk;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop ends in time, whatever hangs, and says what it was. */
class StopTest {
  private static final Duration TIME = Duration.ofSeconds(3);

  @TempDir private Path folder;

  @Test
  void endsOnADiskThatHangsAndNamesWhoWaitsForIt() throws Exception {
    HangingDisk hanging = new HangingDisk();
    Path home = Files.createDirectory(folder.resolve("home"));
    FileDisk disk = FileDisk.open(home.resolve("store"));
    LocalGateway gateway = LocalGateway.start(new Home(home, hanging.over(disk)), Map.of());
    assertThat(store(gateway, Samples.tiny(1))).isZero();
    hanging.hang();
    CompletableFuture<Integer> unanswered =
        CompletableFuture.supplyAsync(() -> storeUnchecked(gateway, Samples.tiny(2)));
    hanging.awaitHeld();

    Stopped stopped = gateway.stop(TIME);

    assertThat(stopped.exitCode()).isEqualTo(ExitCode.STOP_TIMED_OUT);
    assertThat(stopped.late()).containsExactly("intake");
    assertThat(stopped.leftOpen()).containsExactly("store", "index", "home");
    assertThat(stopped.text()).startsWith("did not end in time: intake; left open: store");
    assertThat(unanswered).as("a C-STORE that is not durable").isCompletedExceptionally();
    hanging.release();
  }

  @Test
  void aWatchedFolderThatHangsKeepsNoOtherDoorOpen() throws Exception {
    HangingDisk hanging = new HangingDisk();
    Path home = Files.createDirectory(folder.resolve("home"));
    Path watched = Files.createDirectory(folder.resolve("watched"));
    FileDisk disk = FileDisk.open(home.resolve("store"));
    LocalGateway gateway =
        LocalGateway.start(
            new Home(home, hanging.over(disk)),
            Map.of(
                "ARCHWAY_INGEST_WATCH",
                watched.toString(),
                "ARCHWAY_INGEST_WATCH_INTERVAL",
                "100ms"));
    hanging.hang();
    Files.write(watched.resolve("a.dcm"), Samples.tiny(1).fileBytes());
    hanging.awaitHeld();

    Stopped stopped = gateway.stop(TIME);

    assertThat(stopped.late()).containsExactly("watched folder");
    assertThat(stopped.leftOpen()).as("in which it is at work").contains("store", "index", "home");
    hanging.release();
  }

  @Test
  void whatIsNotUnderWayNeedsNoTime() throws Exception {
    LocalGateway gateway = LocalGateway.start(folder.resolve("home"), Map.of());
    assertThat(store(gateway, Samples.tiny(1))).isZero();
    assertThat(gateway.stop(Duration.ofMinutes(30))).isEqualTo(Stopped.WELL);
    LocalGateway next = LocalGateway.start(folder.resolve("home"), Map.of());
    assertThat(next.stop(Duration.ofMinutes(30)).late()).isEqualTo(List.of());
  }

  private static int storeUnchecked(LocalGateway gateway, SampleObject object) {
    try {
      return store(gateway, object);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int store(LocalGateway gateway, SampleObject object) throws IOException {
    try (AssociationRequester requester = gateway.connect(LocalGateway.context(1, object))) {
      return LocalGateway.store(requester, 1, object).status();
    }
  }
}
