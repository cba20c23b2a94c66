package io.archway.http.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.disk.FileDisk;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreError;
import io.archway.index.store.StoreException;
import io.archway.index.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MovingTest {

  @Test
  void whatHasMovedIsLookedForOnceMore(@TempDir Path folder) throws IOException {
    AtomicInteger tries = new AtomicInteger();
    try (FileDisk disk = FileDisk.open(folder);
        ObjectStore store = ObjectStore.open(disk, StoreSettings.defaults())) {
      String found =
          Moving.follow(
              () -> {
                if (tries.incrementAndGet() == 1) {
                  store.read(new ObjectLocation("log/gone", 0, 1)).close();
                }
                return "found";
              });
      assertThat(found).isEqualTo("found");
      assertThat(tries).hasValue(2);
    }
  }

  @Test
  void whatIsMissingForGoodOrFailsOtherwiseIsAFault() {
    AtomicInteger tries = new AtomicInteger();
    assertThatThrownBy(() -> Moving.follow(() -> fail(StoreError.NOT_FOUND, tries)))
        .isInstanceOf(StoreException.class);
    assertThat(tries).hasValue(2);
    assertThatThrownBy(() -> Moving.follow(() -> fail(StoreError.DISK_FAILED, tries)))
        .isInstanceOf(StoreException.class);
    assertThat(tries).hasValue(3);
  }

  private static String fail(StoreError error, AtomicInteger tries) throws IOException {
    tries.incrementAndGet();
    throw new StoreException(error, "no");
  }
}
