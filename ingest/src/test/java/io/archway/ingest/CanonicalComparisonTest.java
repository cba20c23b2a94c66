package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.index.disk.CrashDisk;
import io.archway.index.store.LogPosition;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same data set in another uncompressed transfer syntax is no conflict. */
class CanonicalComparisonTest {
  private static final List<TransferSyntax> SYNTAXES =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

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

  @Test
  void isADuplicateFromAndToEveryUncompressedSyntax() throws Exception {
    for (int size : new int[] {16, 120}) { // in the segment, and in files of their own
      for (TransferSyntax first : SYNTAXES) {
        SampleObject object = Samples.slice(1000 * size + SYNTAXES.indexOf(first), size, size);
        assertThat(gateway.store(object.in(first))).isEqualTo(new Verdict.Stored());
        LogPosition end = gateway.store.end();
        for (TransferSyntax second : SYNTAXES) {
          assertThat(gateway.store(object.in(second)))
              .as("%s after %s", second.name(), first.name())
              .isEqualTo(new Verdict.Duplicate());
        }
        assertThat(gateway.store.end()).isEqualTo(end);
        assertThat(versions(object)).hasSize(1);
      }
    }
  }

  @Test
  void isAConflictWhereOneValueDiffers() throws Exception {
    SampleObject object = Samples.tiny(1);
    gateway.store(object);
    byte[] other = implicit(changed(object));

    assertThat(sendImplicit(object, other)).isEqualTo(new Verdict.Conflicting());
    assertThat(sendImplicit(object, other)).isEqualTo(new Verdict.Duplicate());
    assertThat(gateway.send(object, new Random(1)).join()).isEqualTo(new Verdict.Duplicate());
    assertThat(versions(object)).hasSize(2);

    byte[] explicit =
        new DataSetWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).toBytes(changed(object));
    assertThat(gateway.send(IngestFixture.request(object), explicit, new Random(1)).join())
        .as("the same as the second version")
        .isEqualTo(new Verdict.Duplicate());
    assertThat(versions(object)).hasSize(2);
  }

  @Test
  void isAConflictWhereOneOfThemCannotBeReadToItsEnd() throws Exception {
    SampleObject object = Samples.tiny(1);
    gateway.store(object);
    byte[] whole = implicit(object.dataSet());

    assertThat(sendImplicit(object, Arrays.copyOf(whole, whole.length - 100)))
        .isEqualTo(new Verdict.Conflicting());
  }

  @Test
  void keepsOneOfTheSameObjectSentAtOnceInEverySyntax() throws Exception {
    SampleObject object = Samples.slice(1, 60, 60);
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      verdicts.add(gateway.send(object.in(SYNTAXES.get(i % 4)), new Random(i)));
    }

    List<Verdict> all = verdicts.stream().map(CompletableFuture::join).toList();

    assertThat(all).filteredOn(new Verdict.Stored()::equals).hasSize(1);
    assertThat(all).filteredOn(new Verdict.Duplicate()::equals).hasSize(11);
  }

  private Verdict sendImplicit(SampleObject object, byte[] dataSet) throws InterruptedException {
    SampleObject implicit = object.in(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    return gateway.send(IngestFixture.request(implicit), dataSet, new Random(1)).join();
  }

  private static DataSet changed(SampleObject object) {
    DataSet changed = object.dataSet();
    changed.put(Tag.PATIENT_COMMENTS, Vr.LT, "another");
    return changed;
  }

  private static byte[] implicit(DataSet dataSet) {
    return new DataSetWriter(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).toBytes(dataSet);
  }

  private List<Instance> versions(SampleObject object) {
    return gateway.dao(StudyDao.class).versions(1, object.sopInstanceUid());
  }
}
