package io.archway.storage;

import static io.archway.storage.StorageFixture.contextOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.ingest.ChunkPool;
import io.archway.ingest.IngestFixture;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many senders on few buffers and a disk that stalls again and again, so that event loops, workers
 * and the committer meet in every C-STORE: bytes stay in order, everybody gets an answer, and
 * nobody is called while a monitor is held.
 */
class StoreStressTest {
  private static final long SEED = 20_260_101;
  private static final int SENDERS = 12;
  private static final int OBJECTS = 25;
  private static final int MAX_SIDE = 160;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final CrashDisk disk = new CrashDisk();
  private final Map<String, SampleObject> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger brokenOff = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(SENDERS);
  private StorageFixture gateway;
  private ChunkPool chunks;

  @BeforeEach
  void open() throws IOException {
    gateway = StorageFixture.on(disk, IngestFixture.settings().withChunks(24));
    chunks = gateway.ingest.intake.chunks();
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @Test
  void keepsEveryObjectAsItWasSent() throws Exception {
    startSenders();
    Random random = new Random(SEED);
    while (ended.getCount() > 0) {
      stall(random.nextBoolean() ? Faults.Operation.WRITE : Faults.Operation.FORCE);
    }
    assertThat(brokenOff).as("broken off").hasPositiveValue();
    assertThat(acknowledged).hasSize(SENDERS * OBJECTS - brokenOff.get());
    assertAcknowledgedAreThere();
    await().atMost(LIMIT).until(() -> gateway.ingest.intake.runningArrivals() == 0);
    assertNothingIsHeld();
  }

  @Test
  void endsInTheMiddleOfIt() throws Exception {
    Faults.Gate gate = disk.faults().hold(Faults.Operation.FORCE);
    startSenders();
    await().atMost(LIMIT).until(() -> gateway.pauses.paused() > 2);
    Thread stopping = new Thread(gateway::stopListening);
    stopping.start();
    gate.close();
    stopping.join(LIMIT.toMillis());
    assertThat(stopping.isAlive()).isFalse();
    await().atMost(LIMIT).until(() -> ended.getCount() == 0);
    await().atMost(LIMIT).until(() -> gateway.ingest.intake.runningArrivals() == 0);
    assertNothingIsHeld();
    assertAcknowledgedAreThere();
  }

  private void assertNothingIsHeld() {
    assertThat(chunks.inUse()).as("chunks never given back").isZero();
    assertThat(gateway.pauses.paused()).isEqualTo(gateway.pauses.resumed());
    assertThat(gateway.pauses.calledUnderMonitor()).isEmpty();
  }

  private void assertAcknowledgedAreThere() throws IOException {
    for (SampleObject object : acknowledged.values()) {
      assertThat(gateway.dataSet(gateway.versions(object).get(0))).isEqualTo(object.dataSetBytes());
    }
  }

  /** Until somebody had to stop reading, or for a short while where nobody has to. */
  private void stall(Faults.Operation operation) {
    int before = gateway.pauses.paused();
    AtomicInteger looks = new AtomicInteger();
    Faults.Gate gate = disk.faults().hold(operation);
    try (gate) {
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () ->
                  gateway.pauses.paused() > before
                      || ended.getCount() == 0
                      || looks.incrementAndGet() > 50);
    }
  }

  private void startSenders() {
    for (int i = 0; i < SENDERS; i++) {
      Thread thread = new Thread(new Sender(i), "sender-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Sends its objects one after the other; now and then it breaks off and associates anew. */
  private final class Sender implements Runnable {
    private final Random random;
    private final List<SampleObject> objects = new ArrayList<>();
    private int next;
    private boolean breaksOff;

    Sender(int number) {
      random = new Random(SEED + number);
      for (int i = 0; i < OBJECTS; i++) {
        int side = 8 + random.nextInt(MAX_SIDE);
        objects.add(Samples.slice(1 + number * OBJECTS + i, side, side));
      }
    }

    @Override
    public void run() {
      try {
        while (next < OBJECTS) {
          sendUntilBrokenOff();
        }
      } finally {
        ended.countDown();
      }
    }

    private void sendUntilBrokenOff() {
      breaksOff = false;
      try (AssociationRequester scanner =
          gateway.connect("SCANNER", "ARCHWAY", objects.toArray(SampleObject[]::new))) {
        while (next < OBJECTS) {
          store(scanner, objects.get(next++));
        }
      } catch (IOException e) {
        next = breaksOff ? next : OBJECTS; // else the gateway ended
      }
    }

    private void store(AssociationRequester scanner, SampleObject object) throws IOException {
      byte[] bytes = object.dataSetBytes();
      breaksOff = random.nextInt(6) == 0;
      if (breaksOff) {
        brokenOff.incrementAndGet();
      }
      ReadableByteChannel from =
          Channels.newChannel(
              breaksOff
                  ? new Breaking(bytes, random.nextInt(bytes.length))
                  : new ByteArrayInputStream(bytes));
      StoreRequest request =
          StoreRequest.of(
              contextOf(scanner, object), object.sopClassUid(), object.sopInstanceUid());
      if (scanner.store(request, from, sent -> {}).isSuccess()) {
        acknowledged.put(object.sopInstanceUid(), object);
      }
    }
  }

  /** Fails after so many bytes. */
  private static final class Breaking extends InputStream {
    private final ByteArrayInputStream bytes;

    Breaking(byte[] bytes, int until) {
      this.bytes = new ByteArrayInputStream(bytes, 0, until);
    }

    @Override
    public int read() throws IOException {
      int next = bytes.read();
      if (next < 0) {
        throw new IOException("nothing comes any more");
      }
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = bytes.read(target, offset, length);
      if (count < 0) {
        throw new IOException("nothing comes any more");
      }
      return count;
    }
  }
}
