package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import io.archway.index.inbox.InboxDao;
import io.archway.index.store.LogPosition;
import io.archway.index.store.ObjectLocation;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalTest {
  private static final long ORGANIZATION = 1;
  private final CrashDisk disk = new CrashDisk();
  private IngestFixture gateway;

  @BeforeEach
  void open() throws IOException {
    gateway = IngestFixture.on(disk);
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    assertThat(gateway.intake.chunks().inUse()).as("chunks never given back").isZero();
    assertThat(gateway.intake.runningArrivals()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 62, 63, 64, 65, 90, 200})
  void keepsWhatItReceivedByteForByte(int rows) throws Exception {
    SampleObject object = Samples.slice(rows, rows, rows);

    assertThat(gateway.store(object)).isEqualTo(new Verdict.Stored());

    Instance instance = instance(object.sopInstanceUid());
    assertThat(dataSet(instance)).isEqualTo(object.dataSetBytes());
    assertThat(instance.byteLength() - instance.dataSetOffset()).isEqualTo(object.dataSetLength());
  }

  @Test
  void writesAnObjectBeyondTheLimitToAFileOfItsOwn() throws Exception {
    gateway.store(Samples.slice(1, 40, 40));
    gateway.store(Samples.slice(2, 200, 200));

    assertThat(instance(Samples.slice(1, 40, 40).sopInstanceUid()).byteOffset()).isPositive();
    assertThat(instance(Samples.slice(2, 200, 200).sopInstanceUid()).byteOffset()).isZero();
  }

  @Test
  void changesNothingWhenTheSameObjectComesAgain() throws Exception {
    SampleObject object = Samples.tiny(1);
    gateway.store(object);
    Instance before = instance(object.sopInstanceUid());
    LogPosition end = gateway.store.end();

    assertThat(gateway.store(object)).isEqualTo(new Verdict.Duplicate());

    assertThat(instance(object.sopInstanceUid())).isEqualTo(before);
    assertThat(gateway.store.end()).isEqualTo(end);
  }

  @Test
  void keepsOneOfTheSameObjectSentManyTimesAtOnce() throws Exception {
    SampleObject object = Samples.tiny(1);
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      verdicts.add(gateway.send(object, new Random(i)));
    }

    List<Verdict> all = verdicts.stream().map(CompletableFuture::join).toList();

    assertThat(all).filteredOn(new Verdict.Stored()::equals).hasSize(1);
    assertThat(all).filteredOn(new Verdict.Duplicate()::equals).hasSize(19);
  }

  @Test
  void keepsAnotherDataSetOfTheSameUidBesideTheFirst() throws Exception {
    SampleObject first = Samples.tiny(1);
    gateway.store(first);
    byte[] other = changed(first);

    Verdict verdict = gateway.send(IngestFixture.request(first), other, new Random(1)).join();

    assertThat(verdict).isEqualTo(new Verdict.Conflicting());
    assertThat(dataSet(instance(first.sopInstanceUid()))).isEqualTo(first.dataSetBytes());
    assertThat(versions(first.sopInstanceUid())).hasSize(2);
    assertThat(dataSet(versions(first.sopInstanceUid()).get(1))).isEqualTo(other);
  }

  @Test
  void refusesAConflictWhereTheSettingSaysSo() throws Exception {
    gateway.close();
    gateway = IngestFixture.on(disk, IngestFixture.settings().withRules(true, false));
    SampleObject first = Samples.tiny(1);
    gateway.store(first);

    Verdict verdict =
        gateway.send(IngestFixture.request(first), changed(first), new Random(1)).join();

    assertThat(verdict).isEqualTo(new Verdict.Refused(Refusal.CONFLICT));
    assertThat(versions(first.sopInstanceUid())).hasSize(1);
  }

  @Test
  void refusesADataSetWithAnotherUidThanItsCommand() throws Exception {
    SampleObject object = Samples.tiny(1);
    ArrivalRequest request = IngestFixture.request(object);

    assertThat(
            refusal(
                new ArrivalRequest(
                    request.sender(),
                    () -> null,
                    request.sopClassUid(),
                    "2.25.99",
                    request.transferSyntaxUid()),
                object.dataSetBytes()))
        .isEqualTo(Refusal.SOP_INSTANCE_MISMATCH);
    assertThat(
            refusal(
                new ArrivalRequest(
                    request.sender(),
                    () -> null,
                    "1.2.840.10008.5.1.4.1.1.7",
                    request.sopInstanceUid(),
                    request.transferSyntaxUid()),
                object.dataSetBytes()))
        .isEqualTo(Refusal.SOP_CLASS_MISMATCH);
    assertThat(versions(object.sopInstanceUid())).isEmpty();
  }

  @Test
  void keepsWhatCannotBeReadInQuarantine() throws Exception {
    SampleObject object = Samples.tiny(1);
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);

    Verdict verdict = gateway.send(IngestFixture.request(object), noise, new Random(1)).join();

    assertThat(verdict).isInstanceOf(Verdict.Quarantined.class);
    assertThat(gateway.dao(InboxDao.class).list(ORGANIZATION, "OPEN", 0, 10)).hasSize(1);
    LogPosition end = gateway.store.end();
    assertThat(gateway.send(IngestFixture.request(object), noise, new Random(2)).join())
        .isEqualTo(new Verdict.Duplicate(((Verdict.Quarantined) verdict).reason()));
    assertThat(gateway.store.end()).isEqualTo(end);
  }

  @Test
  void leavesNothingOfAnObjectThatBreaksOff() throws Exception {
    for (int bytes : new int[] {0, 1, 5_000, 30_000, 70_000}) {
      Arrival arrival =
          gateway.intake.begin(IngestFixture.request(Samples.slice(1, 200, 200)), () -> {});
      byte[] dataSet = Samples.slice(1, 200, 200).dataSetBytes();
      arrival.write(ByteBuffer.wrap(dataSet, 0, bytes));
      arrival.abandon();
    }
    gateway.close();

    assertThat(largeFiles()).isEmpty();
    gateway = IngestFixture.on(disk);
  }

  @Test
  void letsMoreObjectsArriveAtOnceThanTheBuffersHold() throws Exception {
    int senders = 40; // of 48 KB each, on 256 KB of buffers
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      SampleObject object = Samples.slice(i, 150, 160);
      CompletableFuture<Verdict> verdict = new CompletableFuture<>();
      verdicts.add(verdict);
      Random random = new Random(i);
      Thread thread =
          new Thread(
              () -> {
                try {
                  verdict.complete(gateway.send(object, random).join());
                } catch (InterruptedException | RuntimeException e) {
                  verdict.completeExceptionally(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    assertThat(verdicts)
        .allSatisfy(each -> assertThat(each.join()).isEqualTo(new Verdict.Stored()));
  }

  @Test
  void goesOnAfterAnyOperationOfTheDiskFailed() throws Exception {
    int refused = 0;
    for (int n = 0; n < 12; n++) {
      disk.faults().failAt(n, n % 2 == 0 ? Faults.Kind.NO_SPACE : Faults.Kind.FAIL);
      for (SampleObject object : List.of(Samples.tiny(100 + n), Samples.slice(200 + n, 200, 200))) {
        Verdict verdict = gateway.store(object);
        if (verdict instanceof Verdict.Refused because) {
          refused++;
          assertThat(because.reason())
              .isIn(
                  Refusal.OUT_OF_SPACE,
                  Refusal.STORE_FAILED,
                  Refusal.INDEX_UNAVAILABLE,
                  Refusal.FAILED);
        } else {
          assertThat(dataSet(instance(object.sopInstanceUid()))).isEqualTo(object.dataSetBytes());
        }
      }
      disk.faults().clear();
      SampleObject after = Samples.tiny(1000 + n);
      assertThat(gateway.store(after)).as("after failure %d", n).isEqualTo(new Verdict.Stored());
      assertThat(dataSet(instance(after.sopInstanceUid()))).isEqualTo(after.dataSetBytes());
    }
    assertThat(refused).isPositive();
  }

  @Test
  void refusesWhileTheDiskIsBelowItsReserve() throws Exception {
    gateway.close();
    gateway =
        IngestFixture.on(disk, IngestFixture.settings().withFreeSpaceReserveBytes(Long.MAX_VALUE));

    assertThat(((Verdict.Refused) gateway.store(Samples.tiny(1))).reason())
        .isEqualTo(Refusal.OUT_OF_SPACE);
  }

  private List<String> largeFiles() throws IOException {
    List<String> files = new ArrayList<>();
    for (String folder :
        disk.exists("large") || disk.isFolder("large") ? disk.list("large") : List.<String>of()) {
      for (String file : disk.list("large/" + folder)) {
        files.add(folder + "/" + file);
      }
    }
    return files;
  }

  private Refusal refusal(ArrivalRequest request, byte[] dataSet) throws InterruptedException {
    return ((Verdict.Refused) gateway.send(request, dataSet, new Random(1)).join()).reason();
  }

  private static byte[] changed(SampleObject object) {
    DataSet changed = object.dataSet();
    changed.put(Tag.PATIENT_COMMENTS, Vr.LT, "another");
    return new DataSetWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).toBytes(changed);
  }

  private Instance instance(String uid) {
    return gateway.dao(StudyDao.class).instance(ORGANIZATION, uid).orElseThrow();
  }

  private List<Instance> versions(String uid) {
    return gateway.dao(StudyDao.class).versions(ORGANIZATION, uid);
  }

  private byte[] dataSet(Instance instance) throws IOException {
    byte[] file =
        gateway.file(
            new ObjectLocation(instance.container(), instance.byteOffset(), instance.byteLength()));
    return Arrays.copyOfRange(file, instance.dataSetOffset(), file.length);
  }
}
