package io.archway.storage;

import static io.archway.storage.StorageFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.index.association.AssociationRow;
import io.archway.index.disk.CrashDisk;
import io.archway.index.study.Instance;
import io.archway.ingest.IngestFixture;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server that holds the index goes away while associations store, and comes back. */
class PostgresAwayTest {
  private static final int SENDERS = 4;
  private static final int MOST_OBJECTS = 10_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final CrashDisk disk = new CrashDisk();
  private final Map<Integer, DimseResult> answers = new ConcurrentHashMap<>();
  private final List<AtomicInteger> stored = new ArrayList<>();
  private final List<AtomicInteger> refused = new ArrayList<>();
  private volatile boolean enough;
  @TempDir private Path folder;
  private StorageFixture gateway;

  @ParameterizedTest
  @EnumSource(OwnPostgres.Ending.class)
  void refusesObjectsMeanwhileAndLosesNothingThatWasAnswered(OwnPostgres.Ending ending)
      throws Exception {
    try (OwnPostgres server = OwnPostgres.start(folder)) {
      try (StorageFixture opened =
          StorageFixture.on(disk, IngestFixture.settings(), server.settings())) {
        gateway = opened;
        List<CompletableFuture<Void>> senders = startSenders();
        awaitMore(stored, 20);
        try (AssociationRequester before = gateway.connect()) {
          server.end(ending);
          awaitMore(refused, 3);
          assertThat(before.echo().isSuccess()).as("C-ECHO meanwhile").isTrue();
          assertThatNewAssociationsAreTold();
        }
        server.startAgain();
        awaitMore(stored, 20);
        enough = true;
        senders.forEach(CompletableFuture::join);
        assertThatExactlyWhatWasAnsweredIsThere();
        gateway.stopListening();
        assertThatRowsOfTheSendersTellBoth();
      }
    }
  }

  private List<CompletableFuture<Void>> startSenders() {
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int first = i * MOST_OBJECTS;
      AtomicInteger itsStored = new AtomicInteger();
      AtomicInteger itsRefused = new AtomicInteger();
      stored.add(itsStored);
      refused.add(itsRefused);
      CompletableFuture<Void> sender = new CompletableFuture<>();
      senders.add(sender);
      new Thread(
              () -> {
                try {
                  send(first, itsStored, itsRefused);
                  sender.complete(null);
                } catch (IOException | RuntimeException e) {
                  sender.completeExceptionally(e);
                }
              })
          .start();
    }
    return senders;
  }

  /** One association through it all, as a scanner with a queue of objects keeps it. */
  private void send(int first, AtomicInteger itsStored, AtomicInteger itsRefused)
      throws IOException {
    try (AssociationRequester scanner = gateway.connect(Samples.tiny(first))) {
      for (int seed = first; seed < first + MOST_OBJECTS && !enough; seed++) {
        DimseResult result = store(scanner, Samples.tiny(seed));
        answers.put(seed, result);
        (result.status() == 0 ? itsStored : itsRefused).incrementAndGet();
      }
    }
  }

  private static void awaitMore(List<AtomicInteger> counts, int more) {
    List<Integer> before = counts.stream().map(AtomicInteger::get).toList();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              for (int i = 0; i < counts.size(); i++) {
                if (counts.get(i).get() < before.get(i) + more) {
                  return false;
                }
              }
              return true;
            });
  }

  private void assertThatNewAssociationsAreTold() throws IOException {
    SampleObject object = Samples.tiny(-1);
    try (AssociationRequester scanner = gateway.connect(object)) {
      DimseResult result = store(scanner, object);
      assertThat(result.status()).isEqualTo(0xA700);
      assertThat(result.errorComment()).isEqualTo("The index is not available");
    }
    try (AssociationRequester scanner = gateway.connect()) {
      assertThat(scanner.echo().isSuccess()).isTrue();
    }
  }

  private void assertThatExactlyWhatWasAnsweredIsThere() throws IOException {
    for (Map.Entry<Integer, DimseResult> answer : answers.entrySet()) {
      SampleObject object = Samples.tiny(answer.getKey());
      List<Instance> rows = gateway.versions(object);
      if (answer.getValue().status() == 0) {
        assertThat(rows).as("rows of an answered object").hasSize(1);
        assertThat(gateway.dataSet(rows.get(0))).isEqualTo(object.dataSetBytes());
      } else {
        assertThat(answer.getValue().status()).isEqualTo(0xA700);
        assertThat(answer.getValue().errorComment()).isEqualTo("The index is not available");
        assertThat(rows).as("rows of a refused object").isEmpty();
      }
    }
    assertThat(gateway.ingest.catalog.position()).isEqualTo(gateway.ingest.store.end());
  }

  private void assertThatRowsOfTheSendersTellBoth() {
    List<AssociationRow> rows =
        gateway.associations().stream().filter(row -> row.objectsStored() > 0).toList();
    assertThat(rows).hasSize(SENDERS);
    assertThat(rows).allSatisfy(row -> assertThat(row.ending()).isEqualTo("RELEASED"));
    assertThat(rows.stream().mapToLong(AssociationRow::objectsStored).sum())
        .isEqualTo(answers.values().stream().filter(DimseResult::isSuccess).count());
    assertThat(rows.stream().mapToLong(AssociationRow::objectsFailed).sum())
        .isEqualTo(answers.values().stream().filter(answer -> !answer.isSuccess()).count());
  }
}
