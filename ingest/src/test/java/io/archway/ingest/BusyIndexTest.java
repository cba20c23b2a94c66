package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.HeldConnections;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.database.TestDatabase;
import io.archway.index.disk.CrashDisk;
import io.archway.index.study.KnownInstance;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers hold every connection that they may have; what arrives has its own. */
class BusyIndexTest {
  private static final int CONNECTIONS = 3;

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void storesWhileReadersHoldAllConnections(TestDatabase kind) throws Exception {
    try (IngestFixture gateway =
        IngestFixture.on(new CrashDisk(), IngestFixture.settings(), settings(kind))) {
      HeldConnections held = HeldConnections.of(gateway.database, CONNECTIONS);
      try (held) {
        storeAll(gateway);
      }
      assertThat(gateway.database.isAvailable()).isTrue();
    }
  }

  private static void storeAll(IngestFixture gateway) throws InterruptedException {
    assertThat(gateway.database.isAvailable()).as("a connection left for readers").isFalse();
    for (int i = 0; i < 5; i++) {
      assertThat(gateway.store(Samples.tiny(i))).isEqualTo(new Verdict.Stored());
    }
    SampleObject first = Samples.tiny(0);
    assertThat(gateway.store(first)).isEqualTo(new Verdict.Duplicate());
    gateway.intake.awaitIndexed();
    assertThat(gateway.catalog.known(1, List.of(first.sopInstanceUid())))
        .extracting(KnownInstance::sopInstanceUid)
        .containsExactly(first.sopInstanceUid());
    assertThatThrownBy(() -> gateway.database.inTransaction(handle -> null))
        .as("still none left")
        .isInstanceOf(IndexUnavailableException.class);
  }

  private static DatabaseSettings settings(TestDatabase kind) {
    DatabaseSettings given = kind.settings();
    return new DatabaseSettings(
        given.url(), given.user(), given.password(), CONNECTIONS, 4, 500, 10_000, 5_000);
  }
}
