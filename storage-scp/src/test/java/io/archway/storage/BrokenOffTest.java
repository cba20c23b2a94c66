package io.archway.storage;

import static io.archway.storage.StorageFixture.contextOf;
import static io.archway.storage.StorageFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.index.disk.CrashDisk;
import io.archway.index.store.LogPosition;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender that goes away leaves nothing of what it was sending. */
class BrokenOffTest {
  private final SampleObject object = Samples.slice(1, 300, 300);
  private StorageFixture gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = StorageFixture.on(new CrashDisk());
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000, 70_000, 150_000})
  void leavesNothingWhenThePeerAborts(int bytes) throws Exception {
    LogPosition end = gateway.ingest.store.end();
    try (AssociationRequester scanner = gateway.connect(object)) {
      assertThatThrownBy(
              () -> scanner.store(request(scanner), new Breaking(bytes, null), sent -> {}))
          .isInstanceOf(IOException.class);
    }
    assertNothingIsLeft(end);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 70_000, 150_000})
  void leavesNothingWhenThePeerVanishes(int bytes) throws Exception {
    LogPosition end = gateway.ingest.store.end();
    try (Relay relay = new Relay(gateway.address());
        AssociationRequester scanner =
            StorageFixture.connect(relay.address(), "SCANNER", "ARCHWAY", object)) {
      assertThatThrownBy(
              () -> scanner.store(request(scanner), new Breaking(bytes, relay), sent -> {}))
          .isInstanceOf(IOException.class);
    }
    assertNothingIsLeft(end);
  }

  @Test
  void takesTheObjectWhenItIsSentAgain() throws Exception {
    try (AssociationRequester scanner = gateway.connect(object)) {
      assertThatThrownBy(() -> scanner.store(request(scanner), new Breaking(90_000, null), s -> {}))
          .isInstanceOf(IOException.class);
    }
    try (AssociationRequester scanner = gateway.connect(object)) {
      assertThat(store(scanner, object).status()).isZero();
    }
    assertThat(gateway.dataSet(gateway.versions(object).get(0))).isEqualTo(object.dataSetBytes());
  }

  private StoreRequest request(AssociationRequester scanner) {
    return StoreRequest.of(
        contextOf(scanner, object), object.sopClassUid(), object.sopInstanceUid());
  }

  private void assertNothingIsLeft(LogPosition end) throws IOException {
    await().until(() -> gateway.ingest.intake.runningArrivals() == 0);
    assertThat(gateway.ingest.intake.chunks().inUse()).as("chunks").isZero();
    assertThat(gateway.ingest.store.end()).as("the log's end").isEqualTo(end);
    assertThat(gateway.versions(object)).as("rows").isEmpty();
    assertThat(gateway.largeFiles()).as("files").isEmpty();
    gateway.stopListening();
    assertThat(gateway.associations()).hasSize(1);
    assertThat(gateway.associations().get(0).objectsStored()).isZero();
  }

  /** The data set up to a byte; there its source fails, or the cable is pulled out. */
  private final class Breaking implements ReadableByteChannel {
    private final byte[] dataSet = object.dataSetBytes();
    private final int until;
    private final Relay relay;
    private int position;

    Breaking(int until, Relay relay) {
      this.until = until;
      this.relay = relay;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int count = Math.min(target.remaining(), until - position);
      if (count == 0) {
        if (relay != null) {
          relay.cut();
        }
        throw new IOException("nothing comes any more");
      }
      target.put(dataSet, position, count);
      position += count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
