package io.archway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.FileMeta;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10;
import io.archway.dicom.data.Part10File;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.index.association.AssociationRow;
import io.archway.index.association.ProposedContext;
import io.archway.index.disk.CrashDisk;
import io.archway.index.store.LogPosition;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DCMTK sends in every transfer syntax that it can propose, and breaks off. Files are coded by
 * DCMTK and GDCM; where neither has a coder, the fragments are no pictures.
 */
class DcmtkSyntaxesIT {
  private static final String JPEG = "1.2.840.10008.1.2.4.";
  private static final String CLASS = Uids.SECONDARY_CAPTURE_IMAGE_STORAGE;
  private static final int DEADLINE_SECONDS = 60;
  private static final int LARGE_PIXELS = 32 << 20;

  @TempDir private Path folder;
  private StorageFixture gateway;
  private Dcmtk dcmtk;

  @BeforeAll
  static void needsTheTools() {
    Dcmtk.require("storescu", "dcmsend", "dcmcjpeg", "dcmcjpls", "dcmcrle", "dcmconv", "gdcmconv");
  }

  @BeforeEach
  void open() throws IOException {
    gateway = StorageFixture.on(new CrashDisk());
    dcmtk = new Dcmtk(folder);
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  /** An option of storescu, the syntax that it proposes, and the coder of such a file. */
  static Stream<Arguments> syntaxes() {
    return Stream.of(
        arguments("-xi", Uids.IMPLICIT_VR_LITTLE_ENDIAN, ""),
        arguments("-xe", Uids.EXPLICIT_VR_LITTLE_ENDIAN, ""),
        arguments("-xb", Uids.EXPLICIT_VR_BIG_ENDIAN, ""),
        arguments("-xs", JPEG + "70", "dcmcjpeg +e1"),
        arguments("-xy", JPEG + "50", "dcmcjpeg +eb"),
        arguments("-xx", JPEG + "51", "dcmcjpeg +ee"),
        arguments("-xt", JPEG + "80", "dcmcjpls +el"),
        arguments("-xu", JPEG + "81", "dcmcjpls +en"),
        arguments("-xv", JPEG + "90", "gdcmconv --j2k"),
        arguments("-xw", JPEG + "91", "gdcmconv --j2k --lossy -r 10"),
        arguments("-xr", "1.2.840.10008.1.2.5", "dcmcrle"),
        arguments("-xm", JPEG + "100", ""),
        arguments("-xh", JPEG + "101", ""),
        arguments("-xn", JPEG + "102", ""),
        arguments("-xl", JPEG + "103", ""),
        arguments("-x2", JPEG + "104", ""),
        arguments("-x3", JPEG + "105", ""),
        arguments("-xo", JPEG + "106", ""),
        arguments("-x4", JPEG + "107", ""),
        arguments("-x5", JPEG + "108", ""));
  }

  @ParameterizedTest(name = "storescu {0}: {1}")
  @MethodSource("syntaxes")
  void keepsTheDataSetOfStorescuByteByByte(String option, String syntax, String coder)
      throws Exception {
    Path file = file(1, TransferSyntax.of(syntax), coder);
    dcmtk.send(gateway.address(), List.of("storescu", option), file);
    assertKept(file);
    gateway.stopListening();
    assertThat(gateway.associations().get(0).proposedContexts())
        .extracting(ProposedContext::acceptedTransferSyntaxUid)
        .contains(syntax);
  }

  /** Of several syntaxes in one context ours is explicit little endian; DCMTK unpacks nothing. */
  @Test
  void choosesOfOneContextWhatSaysMost() throws Exception {
    Path file = file(1, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, "");
    dcmtk.send(gateway.address(), List.of("storescu", "-xb", "+C"), file);
    Instance kept = kept(read(file).dataSet());
    assertThat(kept.transferSyntaxUid()).isEqualTo(Uids.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(gateway.dataSet(kept)).isEqualTo(explicit(read(file).dataSet()));

    Path coded = file(2, TransferSyntax.of(JPEG + "50"), "dcmcjpeg +eb");
    Process sender = dcmtk.startSending(gateway.address(), List.of("storescu", "-xy", "+C"), coded);
    assertThat(sender.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(sender.exitValue()).isNotZero();
    assertThat(versions(read(coded).dataSet())).isEmpty();
  }

  /** DCMTK deflates anew; what comes out of it is the same. */
  @Test
  void keepsADeflatedDataSet() throws Exception {
    Path file = file(1, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, "");
    dcmtk.send(gateway.address(), List.of("storescu", "-xd"), file);
    Instance kept = kept(read(file).dataSet());
    assertThat(kept.transferSyntaxUid()).isEqualTo(Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    DataSet dataSet =
        DataSets.read(gateway.dataSet(kept), TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(explicit(dataSet)).isEqualTo(explicit(read(file).dataSet()));
  }

  @Test
  void keepsWhatDcmtkMadeOfAFileInAnotherSyntax() throws Exception {
    Path file = file(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "");
    dcmtk.send(gateway.address(), List.of("storescu", "-xi"), file);
    Instance kept = kept(read(file).dataSet());
    assertThat(kept.transferSyntaxUid()).isEqualTo(Uids.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(gateway.dataSet(kept))
        .isEqualTo(
            DataSetWriter.toBytes(read(file).dataSet(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
  }

  /** What is uncompressed it would turn into explicit little endian. */
  @Test
  void keepsAllSyntaxesOfOneAssociationOfDcmsend() throws Exception {
    List<Arguments> all =
        syntaxes()
            .filter(each -> TransferSyntax.of((String) each.get()[1]).encapsulated())
            .toList();
    Path[] files = new Path[all.size()];
    for (int i = 0; i < files.length; i++) {
      Object[] each = all.get(i).get();
      files[i] = file(i, TransferSyntax.of((String) each[1]), (String) each[2]);
    }
    dcmtk.send(gateway.address(), List.of("dcmsend", "--decompress-never"), files);
    for (Path file : files) {
      assertKept(file);
    }
    gateway.stopListening();
    assertThat(gateway.associations()).hasSize(1);
    assertThat(gateway.associations().get(0).objectsStored()).isEqualTo(files.length);
  }

  @Test
  void keepsWhatWasAnsweredBeforeStorescuAborts() throws Exception {
    Path file = file(1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "");
    dcmtk.send(gateway.address(), List.of("storescu", "--abort"), file);
    assertKept(file);
    gateway.stopListening();
    assertThat(gateway.associations())
        .singleElement()
        .satisfies(row -> assertThat(row.ending()).isEqualTo("ABORTED_BY_PEER"))
        .satisfies(row -> assertThat(row.objectsStored()).isEqualTo(1));
  }

  /** SIGTERM and SIGKILL. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavesNothingOfASenderThatIsKilledInTheMiddle(boolean forcibly) throws Exception {
    Path file = write(dataSet(1).putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[LARGE_PIXELS]), 1);
    LogPosition end = gateway.ingest.store.end();
    try (Relay relay = new Relay(gateway.address(), LARGE_PIXELS / 8)) {
      Process sender = dcmtk.startSending(relay.address(), List.of("storescu"), file);
      await().until(() -> gateway.ingest.intake.runningArrivals() == 1);
      if (forcibly) {
        sender.destroyForcibly();
      } else {
        sender.destroy();
      }
      assertThat(sender.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      relay.release();
      await().until(() -> gateway.ingest.intake.runningArrivals() == 0);
    }
    assertThat(gateway.ingest.intake.chunks().inUse()).as("chunks").isZero();
    assertThat(gateway.ingest.store.end()).as("the log's end").isEqualTo(end);
    assertThat(versions(read(file).dataSet())).as("rows").isEmpty();
    assertThat(gateway.largeFiles()).as("files").isEmpty();

    dcmtk.send(gateway.address(), List.of("storescu"), file);
    assertKept(file);
    gateway.stopListening();
    assertThat(gateway.associations())
        .extracting(AssociationRow::ending)
        .containsExactlyInAnyOrder("LOST", "RELEASED");
  }

  private void assertKept(Path file) throws IOException {
    Part10File sent = read(file);
    byte[] bytes = Files.readAllBytes(file);
    Instance kept = kept(sent.dataSet());
    assertThat(kept.transferSyntaxUid()).isEqualTo(sent.head().transferSyntax().uid());
    byte[] dataSet = gateway.dataSet(kept);
    assertThat(dataSet)
        .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - dataSet.length, bytes.length));
    assertThat(sent.head().dataSetOffset()).isEqualTo(bytes.length - dataSet.length);
  }

  private Instance kept(DataSet dataSet) {
    assertThat(versions(dataSet)).hasSize(1);
    return versions(dataSet).get(0);
  }

  private List<Instance> versions(DataSet dataSet) {
    return gateway
        .ingest
        .dao(StudyDao.class)
        .versions(StorageFixture.ORGANIZATION, dataSet.string(Tag.SOP_INSTANCE_UID));
  }

  /** A picture, coded by a program if one is named; else fragments that are none. */
  private Path file(int number, TransferSyntax syntax, String coder) throws Exception {
    if (syntax.encapsulated() && coder.isEmpty()) {
      DataSet dataSet = dataSet(number);
      dataSet.putFragments(Tag.PIXEL_DATA, List.of(new byte[0], pixels(3000), pixels(77)));
      return write(dataSet, syntax, number);
    }
    DataSet dataSet = dataSet(number).putBytes(Tag.PIXEL_DATA, Vr.OW, pixels(64 * 64));
    if (coder.isEmpty()) {
      return write(dataSet, syntax, number);
    }
    Path plain = write(dataSet, number);
    Path coded = folder.resolve(number + "-coded.dcm");
    List<String> command = new ArrayList<>(List.of(coder.split(" ")));
    command.addAll(List.of(plain.toString(), coded.toString()));
    dcmtk.run(command);
    // What GDCM leaves of undefined length DCMTK would close on its way.
    dcmtk.run(List.of("dcmconv", coded.toString(), coded.toString()));
    return coded;
  }

  private Path write(DataSet dataSet, int number) throws IOException {
    return write(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, number);
  }

  private Path write(DataSet dataSet, TransferSyntax syntax, int number) throws IOException {
    Path file = folder.resolve(number + ".dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(
          FileMeta.of(CLASS, dataSet.string(Tag.SOP_INSTANCE_UID), syntax.uid()), dataSet, out);
    }
    return file;
  }

  private static Part10File read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Part10Reader.read(in, ParseLimits.DEFAULT);
    }
  }

  private static byte[] explicit(DataSet dataSet) {
    return DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static byte[] pixels(int count) {
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) (i * 3 / 2 + i / 64);
    }
    return pixels;
  }

  private static DataSet dataSet(int number) {
    return new DataSet()
        .put(Tag.SOP_CLASS_UID, Vr.UI, CLASS)
        .put(Tag.SOP_INSTANCE_UID, Vr.UI, "2.25.4712." + number)
        .put(Tag.STUDY_DATE, Vr.DA, "20260101")
        .put(Tag.MODALITY, Vr.CS, "OT")
        .put(Tag.PATIENT_NAME, Vr.PN, "Doe^Jane")
        .put(Tag.PATIENT_ID, Vr.LO, "4711")
        .put(Tag.STUDY_INSTANCE_UID, Vr.UI, "2.25.4712")
        .put(Tag.SERIES_INSTANCE_UID, Vr.UI, "2.25.47121")
        .putInts(Tag.SAMPLES_PER_PIXEL, Vr.US, 1)
        .put(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2")
        .putInts(Tag.ROWS, Vr.US, 64)
        .putInts(Tag.COLUMNS, Vr.US, 64)
        .putInts(Tag.BITS_ALLOCATED, Vr.US, 8)
        .putInts(Tag.BITS_STORED, Vr.US, 8)
        .putInts(Tag.HIGH_BIT, Vr.US, 7)
        .putInts(Tag.PIXEL_REPRESENTATION, Vr.US, 0);
  }
}
