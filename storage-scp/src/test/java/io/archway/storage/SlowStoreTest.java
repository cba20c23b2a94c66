package io.archway.storage;

import static io.archway.storage.StorageFixture.contextOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.ingest.ChunkPool;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that stalls stops its senders; memory stays what is configured. */
class SlowStoreTest {
  private final CrashDisk disk = new CrashDisk();
  private StorageFixture gateway;
  private ChunkPool chunks;

  @BeforeEach
  void open() throws IOException {
    gateway = StorageFixture.on(disk);
    chunks = gateway.ingest.intake.chunks();
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    assertThat(chunks.inUse()).as("chunks never given back").isZero();
    assertThat(gateway.pauses.paused()).isEqualTo(gateway.pauses.resumed());
  }

  /** Each of 20 senders has 14 KB under way, on 256 KB of buffers. */
  @Test
  void stopsReadingWhenAllBuffersWaitForAForce() throws Exception {
    List<SampleObject> objects = new ArrayList<>();
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    Faults.Gate gate = disk.faults().hold(Faults.Operation.FORCE);
    try (gate) {
      for (int i = 0; i < 20; i++) {
        objects.add(Samples.slice(i, 80, 80));
        answers.add(inBackground(objects.get(i), new AtomicLong()));
      }
      await().until(() -> gateway.pauses.paused() > 0);
      assertThat(chunks.inUse()).isLessThanOrEqualTo(chunks.capacity());
      assertThat(answers).as("answered before the force").noneMatch(CompletableFuture::isDone);
    }
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isZero());
    for (SampleObject object : objects) {
      assertThat(gateway.dataSet(gateway.versions(object).get(0))).isEqualTo(object.dataSetBytes());
    }
  }

  /** Of 32 MB not more comes in than the buffers of one object and of the connection take. */
  @Test
  void stopsALargeObjectWhileTheDiskStalls() throws Exception {
    SampleObject large = Samples.slice(1, 4096, 4096);
    AtomicLong sent = new AtomicLong();
    CompletableFuture<Integer> answer;
    try (Faults.Gate gate = disk.faults().hold(Faults.Operation.WRITE)) {
      answer = inBackground(large, sent);
      gate.awaitHeld();
      await().until(() -> gateway.pauses.paused() > 0);
      assertThat(chunks.inUse()).isLessThanOrEqualTo(chunks.capacity());
      assertThat(gateway.pauses.bytesReceived()).isLessThan(1 << 20);
      assertThat(answer).isNotDone();
    }
    assertThat(answer.join()).isZero();
    assertThat(sent).hasValue(large.dataSetLength());
    assertThat(gateway.dataSet(gateway.versions(large).get(0))).isEqualTo(large.dataSetBytes());
    assertThat(gateway.pauses.resumed()).isPositive();
  }

  @Test
  void letsAnEchoThroughWhileTheStoreStalls() throws Exception {
    SampleObject object = Samples.tiny(1);
    CompletableFuture<Integer> answer;
    try (AssociationRequester other = gateway.connect();
        Faults.Gate gate = disk.faults().hold(Faults.Operation.FORCE)) {
      answer = inBackground(object, new AtomicLong());
      gate.awaitHeld();
      assertThat(other.echo().isSuccess()).isTrue();
      assertThat(answer).isNotDone();
    }
    assertThat(answer.join()).isZero();
  }

  private CompletableFuture<Integer> inBackground(SampleObject object, AtomicLong sent) {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    new Thread(
            () -> {
              try (AssociationRequester scanner = gateway.connect(object)) {
                StoreRequest request =
                    StoreRequest.of(
                        contextOf(scanner, object), object.sopClassUid(), object.sopInstanceUid());
                status.complete(
                    scanner
                        .store(
                            request,
                            Channels.newChannel(new ByteArrayInputStream(object.dataSetBytes())),
                            sent::set)
                        .status());
              } catch (IOException | RuntimeException e) {
                status.completeExceptionally(e);
              }
            })
        .start();
    return status;
  }
}
