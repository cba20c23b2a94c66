package io.archway.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.Element;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleObjectTest {
  @Test
  void aFileIsPreambleMetaAndDataSet() throws IOException {
    SampleObject slice = Samples.slice(7, 32, 48);
    byte[] file = slice.fileBytes();
    InputStream in = new ByteArrayInputStream(file);
    in.skipNBytes(128);
    assertThat(in.readNBytes(4)).asString(StandardCharsets.US_ASCII).isEqualTo("DICM");
    DataSet meta = meta(in);
    assertThat(meta.string(Tag.MEDIA_STORAGE_SOP_CLASS_UID)).isEqualTo(slice.sopClassUid());
    assertThat(meta.string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)).isEqualTo(slice.sopInstanceUid());
    byte[] dataSet = in.readAllBytes();
    assertThat(dataSet).isEqualTo(slice.dataSetBytes()).hasSize((int) slice.dataSetLength());
  }

  @Test
  void pixelsWrittenFrameByFrameAreThoseInMemory() {
    SampleObject volume = Samples.multiFrame(7, 5, 20, 24);
    DataSet read = DataSets.read(volume.dataSetBytes(), volume.transferSyntax());
    assertThat(read.bytes(Tag.PIXEL_DATA)).hasSize(5 * 20 * 24 * 2);
    assertThat(DataSetWriter.toBytes(volume.dataSet(), volume.transferSyntax()))
        .isEqualTo(volume.dataSetBytes());
    assertThat(volume.dataSetLength()).isEqualTo(volume.dataSetBytes().length);
  }

  @Test
  void aVolumeHasThePixelsOfItsSlices() {
    SampleStudy study = SampleStudy.of(7, 0, "cbct");
    byte[] volume = pixels(MultiFrameObjects.craniofacial(study, 20, 24, 5));
    for (int i = 0; i < 5; i++) {
      byte[] slice = pixels(Samples.slice(study, 20, 24, 5, i));
      assertThat(Arrays.copyOfRange(volume, i * slice.length, (i + 1) * slice.length))
          .isEqualTo(slice);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Uids.IMPLICIT_VR_LITTLE_ENDIAN,
        Uids.EXPLICIT_VR_BIG_ENDIAN,
        Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
      })
  void comesInEveryUncompressedTransferSyntax(String uid) {
    SampleObject slice = Samples.tiny(7);
    SampleObject other = slice.in(TransferSyntax.of(uid));
    DataSet read = DataSets.read(other.dataSetBytes(), other.transferSyntax());
    assertThat(read.bytes(Tag.PIXEL_DATA)).isEqualTo(pixels(slice));
    assertThat(read.string(Tag.PATIENT_NAME)).isEqualTo(slice.head().string(Tag.PATIENT_NAME));
  }

  @Test
  void pixelsAreTheSameOnEveryMachine() throws Exception {
    assertThat(sha256(pixels(Samples.slice(7, 128, 128))))
        .isEqualTo("8a3b28904c9f82e225e2f3d33e51105e5d734047ef945c9deb2f074b2e5e97ef");
    assertThat(sha256(pixels(Samples.panoramic(7, 128))))
        .isEqualTo("9cce0f2ea0285fded4a992741f90dff2a37999592d4627541bff2fab1d884abf");
    assertThat(sha256(Samples.stl(7, 2_000).dataSetBytes()))
        .isEqualTo("9956eb135f72da1768ef03e4bd701f4d6bec1db53ca76e50a5930a6083b4c86a");
  }

  @Test
  void aSliceShowsAirTissueBoneAndTeeth() {
    // Slices 8 mm above the bite, through crowns and necks.
    byte[] bytes = pixels(Samples.slice(SampleStudy.of(7, 0, "cbct"), 256, 256, 80, 46));
    int air = 0;
    int soft = 0;
    int tooth = 0;
    ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      int hu = values.getShort() - CbctVolume.OFFSET_HU;
      air += hu < -800 ? 1 : 0;
      soft += hu > -100 && hu < 200 ? 1 : 0;
      tooth += hu > 1_500 ? 1 : 0;
    }
    assertThat(air).isBetween(20_000, 40_000);
    assertThat(soft).isBetween(20_000, 45_000);
    assertThat(tooth).isBetween(800, 6_000);
  }

  @Test
  void namesComeBackWhateverTheirCharacterSet() {
    Set<String> declarations = new TreeSet<>();
    for (int i = 0; i < 12; i++) {
      SampleStudy study = SampleStudy.of(1, i, "cbct");
      SampleObject slice = Samples.slice(study, 16, 16, 1, 0);
      DataSet read = DataSets.read(slice.dataSetBytes(), slice.transferSyntax());
      assertThat(read.string(Tag.PATIENT_NAME)).isEqualTo(study.patient().name());
      declarations.add(String.join("\\", read.strings(Tag.SPECIFIC_CHARACTER_SET)));
    }
    assertThat(declarations).hasSizeGreaterThan(5);
  }

  @Test
  void mixedObjectsAreOfManyKindsAndAllDifferent() {
    Set<String> instances = new TreeSet<>();
    Set<String> classes = new TreeSet<>();
    for (int i = 0; i < 130; i++) {
      SampleObject object = Samples.mixed(3, i);
      instances.add(object.sopInstanceUid());
      classes.add(object.sopClassUid());
      assertThat(object.dataSetLength()).isLessThan(100_000);
    }
    assertThat(instances).hasSize(130);
    assertThat(classes).hasSize(6);
  }

  @Test
  void aTestMayChangeAnyAttribute() {
    SampleObject slice = Samples.tiny(7);
    slice.head().put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3");
    assertThat(slice.sopInstanceUid()).isEqualTo("1.2.3");
    DataSet read = DataSets.read(slice.dataSetBytes(), slice.transferSyntax());
    assertThat(read.string(Tag.SOP_INSTANCE_UID)).isEqualTo("1.2.3");
  }

  @Test
  void aFullMouthShowsEveryToothWithItsCode() {
    Set<Integer> shown = new TreeSet<>();
    for (int i = 0; i < 18; i++) {
      DataSet head = Samples.intraOral(7, 32, i).head();
      assertThat(head.items(Attributes.tag("AnatomicRegionSequence"))).hasSize(1);
      for (DataSet item : head.items(Attributes.tag("PrimaryAnatomicStructureSequence"))) {
        assertThat(item.string(Attributes.tag("CodingSchemeDesignator"))).isEqualTo("SCT");
        String code = item.string(Attributes.tag("CodeValue"));
        Tooth.all().values().stream()
            .filter(tooth -> tooth.conceptId().equals(code))
            .forEach(tooth -> shown.add(tooth.designation()));
      }
    }
    assertThat(shown).hasSize(32);
  }

  @Test
  void theTableOfTeethIsWhole() {
    assertThat(Tooth.all()).hasSize(52);
    assertThat(Tooth.all().values().stream().map(Tooth::conceptId)).doesNotHaveDuplicates();
    assertThat(Tooth.all().values().stream().map(Tooth::snomedRtId)).doesNotHaveDuplicates();
    for (Tooth tooth : Tooth.all().values()) {
      String meaning = tooth.meaning().toLowerCase(Locale.ROOT);
      int quadrant = (tooth.designation() / 10 - 1) % 4 + 1;
      assertThat(meaning.contains("maxillary")).isEqualTo(tooth.isMaxillary());
      assertThat(meaning.contains("left")).isEqualTo(quadrant == 2 || quadrant == 3);
      assertThat(meaning.contains("deciduous")).isEqualTo(tooth.designation() > 50);
    }
  }

  @Test
  void thePhotographIsAJpegOfItsSize() throws IOException {
    SampleObject photograph = Samples.photograph(7, 64);
    DataSet read = DataSets.read(photograph.dataSetBytes(), photograph.transferSyntax());
    Element.Fragments fragments = (Element.Fragments) read.element(Tag.PIXEL_DATA);
    assertThat(fragments.fragments()).hasSize(2);
    var image = ImageIO.read(new ByteArrayInputStream(fragments.fragments().get(1)));
    assertThat(image.getHeight()).isEqualTo(64);
    assertThat(image.getWidth()).isEqualTo(96);
    assertThat(photograph.transferSyntax().uid()).isEqualTo(Uids.JPEG_BASELINE_8_BIT);
  }

  @Test
  void theCrossReferencesOfThePdfPointAtItsObjects() {
    String pdf = document(Samples.pdf(7)).toString(StandardCharsets.US_ASCII);
    Matcher offsets = Pattern.compile("(\\d{10}) 00000 n ").matcher(pdf);
    int number = 0;
    while (offsets.find()) {
      int at = Integer.parseInt(offsets.group(1));
      assertThat(pdf.substring(at)).startsWith(++number + " 0 obj\n");
    }
    assertThat(number).isEqualTo(5);
    Matcher start = Pattern.compile("startxref\n(\\d+)\n%%EOF\n$").matcher(pdf);
    assertThat(start.find()).isTrue();
    assertThat(pdf.substring(Integer.parseInt(start.group(1)))).startsWith("xref\n0 6\n");
  }

  @Test
  void theStlHasTheTrianglesItCounts() {
    byte[] stl = document(Samples.stl(7, 5_000)).bytes;
    ByteBuffer buffer = ByteBuffer.wrap(stl).order(ByteOrder.LITTLE_ENDIAN);
    int count = buffer.getInt(80);
    assertThat(count).isBetween(5_000, 8_000);
    assertThat(stl).hasSize(84 + 50 * count);
    buffer.position(84);
    for (int i = 0; i < count; i++) {
      double length = 0;
      for (int axis = 0; axis < 3; axis++) {
        float normal = buffer.getFloat();
        length += normal * normal;
      }
      assertThat(length).isBetween(0.99, 1.01);
      buffer.position(buffer.position() + 38);
    }
  }

  private record Document(byte[] bytes) {
    String toString(Charset charset) {
      return new String(bytes, charset);
    }
  }

  private static Document document(SampleObject object) {
    DataSet read = DataSets.read(object.dataSetBytes(), object.transferSyntax());
    byte[] bytes = read.bytes(Attributes.tag("EncapsulatedDocument"));
    int length = read.integer(Attributes.tag("EncapsulatedDocumentLength"));
    assertThat(bytes.length - length).isBetween(0, 1);
    return new Document(Arrays.copyOf(bytes, length));
  }

  private static byte[] pixels(SampleObject object) {
    return DataSets.read(object.dataSetBytes(), object.transferSyntax()).bytes(Tag.PIXEL_DATA);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** The meta group that the stream is at; the stream stands behind it then. */
  static DataSet meta(InputStream in) throws IOException {
    byte[] length = in.readNBytes(12);
    int bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
    return DataSets.read(in.readNBytes(bytes), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }
}
