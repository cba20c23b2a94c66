package io.archway.storage;

import static io.archway.storage.StorageFixture.ORGANIZATION;
import static io.archway.storage.StorageFixture.contextOf;
import static io.archway.storage.StorageFixture.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.index.disk.CrashDisk;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.event.EventType;
import io.archway.index.inbox.InboxDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.store.LogPosition;
import io.archway.index.study.Instance;
import io.archway.ingest.IngestFixture;
import io.archway.testdata.MalformedSamples;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageScpTest {
  private final CrashDisk disk = new CrashDisk();
  private StorageFixture gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = StorageFixture.on(disk);
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    assertThat(gateway.ingest.intake.chunks().inUse()).as("chunks never given back").isZero();
    assertThat(gateway.ingest.intake.runningArrivals()).isZero();
  }

  @Test
  void keepsEveryKindOfObjectByteForByte() throws Exception {
    SampleObject[] objects = {
      Samples.tiny(1),
      Samples.slice(2, 200, 200),
      Samples.intraOral(3, 64, 0),
      Samples.panoramic(3, 64),
      Samples.photograph(4, 64),
      Samples.pdf(4),
      Samples.stl(4, 100),
      Samples.multiFrame(5, 3, 40, 40),
      Samples.tiny(6).in(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN),
      Samples.tiny(7).in(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN),
      Samples.tiny(8).in(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
    };
    try (AssociationRequester scanner = gateway.connect(objects)) {
      for (SampleObject object : objects) {
        DimseResult result = store(scanner, object);
        assertThat(result.status()).isZero();
        assertThat(result.errorComment()).isNull();
      }
    }
    for (SampleObject object : objects) {
      assertThat(gateway.versions(object)).hasSize(1);
      Instance instance = gateway.versions(object).get(0);
      assertThat(gateway.dataSet(instance)).isEqualTo(object.dataSetBytes());
      assertThat(instance.transferSyntaxUid()).isEqualTo(object.transferSyntax().uid());
    }
  }

  @Test
  void takesWhatDevicesReallySend() throws Exception {
    List<SampleObject> odd =
        List.of(
            MalformedSamples.blankPatientId(1),
            MalformedSamples.paddedPatientId(2),
            MalformedSamples.missingPatientId(3),
            MalformedSamples.paddedUids(4),
            MalformedSamples.undeclaredCharacterSet(5),
            MalformedSamples.undeclaredLatinName(6),
            MalformedSamples.misspelledCharacterSet(7),
            MalformedSamples.multiFrameInPlainCt(8, 3, 16, 16));
    for (SampleObject object : odd) {
      assertThat(gateway.storeAlone(object).status()).isZero();
      assertThat(gateway.versions(object)).hasSize(1);
    }
  }

  @Test
  void takesABlankCallingAeTitle() throws Exception {
    SampleObject object = Samples.tiny(1);
    try (AssociationRequester scanner = gateway.connect("", "ARCHWAY", object)) {
      assertThat(store(scanner, object).status()).isZero();
    }
    assertThat(gateway.versions(object).get(0).callingAeTitle()).isEmpty();
  }

  @Test
  void linksWhatArrivesToItsAssociation() throws Exception {
    SampleObject object = Samples.tiny(1);
    try (AssociationRequester scanner = gateway.connect(object)) {
      store(scanner, object);
    }
    gateway.stopListening();

    Instance instance = gateway.versions(object).get(0);
    assertThat(instance.associationKey()).isEqualTo(gateway.associations().get(0).associationKey());
    assertThat(instance.via()).isEqualTo("dimse");
    assertThat(instance.callingAeTitle()).isEqualTo("SCANNER");
    assertThat(instance.calledAeTitle()).isEqualTo("ARCHWAY");
    assertThat(instance.address()).isEqualTo("127.0.0.1");
  }

  @Test
  void answersSuccessToTheSameInstanceAndChangesNothing() throws Exception {
    SampleObject object = Samples.tiny(1);
    gateway.storeAlone(object);
    List<Instance> before = gateway.versions(object);
    LogPosition end = gateway.ingest.store.end();

    assertThat(gateway.storeAlone(object).status()).isZero();

    assertThat(gateway.versions(object)).isEqualTo(before);
    assertThat(gateway.ingest.store.end()).isEqualTo(end);
  }

  @Test
  void keepsAConflictWithInboxEntryAndEvent() throws Exception {
    SampleObject first = Samples.tiny(1);
    gateway.storeAlone(first);
    byte[] other = changed(first);

    try (AssociationRequester scanner = gateway.connect(first)) {
      assertThat(store(scanner, first, other).status()).isZero();
    }

    List<Instance> versions = gateway.versions(first);
    assertThat(gateway.dataSet(versions.get(0))).isEqualTo(first.dataSetBytes());
    assertThat(gateway.dataSet(versions.get(1))).isEqualTo(other);
    assertThat(versions).extracting(Instance::current).containsExactly(true, false);
    assertThat(inbox()).extracting(InboxEntry::reason).containsExactly("INSTANCE_CONFLICT");
    assertThat(events()).contains(EventType.INSTANCE_CONFLICT.name());
  }

  @Test
  void refusesAConflictBySetting() throws Exception {
    reopen(true, false);
    SampleObject first = Samples.tiny(1);
    gateway.storeAlone(first);

    try (AssociationRequester scanner = gateway.connect(first)) {
      assertRefused(
          store(scanner, first, changed(first)),
          0x0111,
          "Another data set is kept under this SOP Instance UID");
    }
    assertThat(gateway.versions(first)).hasSize(1);
    assertThat(inbox()).isEmpty();
  }

  @Test
  void refusesADataSetThatIsNotWhatTheCommandSays() throws Exception {
    SampleObject object = Samples.tiny(1);
    SampleObject radiograph = Samples.panoramic(2, 64);
    try (AssociationRequester scanner = gateway.connect(object, radiograph)) {
      assertRefused(
          store(
              scanner,
              StoreRequest.of(contextOf(scanner, object), object.sopClassUid(), "2.25.99"),
              object.dataSetBytes()),
          0xA900,
          "(0008,0018) differs from (0000,1000) of the command");
      assertRefused(
          store(
              scanner,
              StoreRequest.of(
                  contextOf(scanner, radiograph),
                  radiograph.sopClassUid(),
                  object.sopInstanceUid()),
              object.dataSetBytes()),
          0xA900,
          "(0008,0016) differs from (0000,0002) of the command");
      assertThat(store(scanner, object).status()).as("the association goes on").isZero();
    }
  }

  @Test
  void keepsWhatCannotBeReadInQuarantine() throws Exception {
    SampleObject object = Samples.tiny(1);
    try (AssociationRequester scanner = gateway.connect(object)) {
      assertThat(store(scanner, object, noise()).status()).isZero();
    }
    assertThat(gateway.versions(object)).isEmpty();
    assertThat(inbox()).extracting(InboxEntry::reason).containsExactly("QUARANTINED");
  }

  @Test
  void refusesWhatCannotBeReadBySetting() throws Exception {
    reopen(false, true);
    SampleObject object = Samples.tiny(1);
    DataSet withoutSeries = object.dataSet();
    withoutSeries.remove(Tag.SERIES_INSTANCE_UID);
    try (AssociationRequester scanner = gateway.connect(object)) {
      DimseResult noise = store(scanner, object, noise());
      assertThat(noise.status()).isEqualTo(0xC000);
      assertThat(noise.errorComment()).isNotBlank().hasSizeLessThanOrEqualTo(64);
      assertRefused(store(scanner, object, bytes(withoutSeries)), 0xC000, "(0020,000E): missing");
    }
    assertThat(inbox()).isEmpty();
  }

  @Test
  void takesManyAssociationsAtOnceWithFewBuffers() throws Exception {
    int senders = 12;
    int each = 4; // of 24 KB, on 256 KB of buffers
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    for (int i = 0; i < senders; i++) {
      int sender = i;
      Thread thread = new Thread(() -> send(sender, each, failures));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    for (int i = 0; i < senders * each; i++) {
      SampleObject object = Samples.slice(i, 100, 120);
      assertThat(gateway.dataSet(gateway.versions(object).get(0))).isEqualTo(object.dataSetBytes());
    }
  }

  private void send(int sender, int count, List<Throwable> failures) {
    SampleObject first = Samples.slice(sender * count, 100, 120);
    try (AssociationRequester scanner = gateway.connect(first)) {
      for (int i = 0; i < count; i++) {
        assertThat(store(scanner, Samples.slice(sender * count + i, 100, 120)).status()).isZero();
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  private void reopen(boolean quarantineUnparsable, boolean keepConflicts) throws IOException {
    gateway.close();
    gateway =
        StorageFixture.on(
            disk, IngestFixture.settings().withRules(quarantineUnparsable, keepConflicts));
  }

  private static void assertRefused(DimseResult result, int status, String errorComment) {
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.errorComment()).isEqualTo(errorComment);
  }

  private List<InboxEntry> inbox() {
    return gateway.ingest.dao(InboxDao.class).list(ORGANIZATION, InboxEntry.OPEN, 0, 10);
  }

  private List<String> events() {
    return gateway.ingest.dao(EventDao.class).after(0, 100).stream().map(Event::eventType).toList();
  }

  private static byte[] noise() {
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private static byte[] changed(SampleObject object) {
    DataSet changed = object.dataSet();
    changed.put(Tag.PATIENT_COMMENTS, Vr.LT, "another");
    return bytes(changed);
  }

  private static byte[] bytes(DataSet dataSet) {
    return new DataSetWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).toBytes(dataSet);
  }
}
