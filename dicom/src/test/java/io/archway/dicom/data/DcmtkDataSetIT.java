package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Data sets, files and directories against DCMTK: what it writes we read, what we write it reads.
 */
class DcmtkDataSetIT {
  @TempDir Path folder;

  @BeforeAll
  static void peers() {
    Peer.require("dcmdump", "dcmconv", "dcmmkdir");
  }

  @ParameterizedTest
  @CsvSource({
    "+ti, +e", "+ti, -e", "+te, +e", "+te, -e", "+tb, +e", "+tb, -e", "+td, +e", "+td, -e",
  })
  void whatDcmtkWritesIsReadEqual(String syntax, String lengths) throws Exception {
    for (int seed = 0; seed < 5; seed++) {
      DataSet original = file(seed);
      Path ours = write(original, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "ours.dcm");
      Path theirs = folder.resolve("theirs.dcm");
      Peer.run(folder, "dcmconv", syntax, lengths, "ours.dcm", "theirs.dcm");
      assertThat(RoundTripTest.explicit(read(theirs).dataSet()))
          .isEqualTo(RoundTripTest.explicit(original));
      assertThat(digest(theirs)).isEqualTo(digest(ours));
    }
  }

  @ParameterizedTest
  @MethodSource("io.archway.dicom.data.RoundTripTest#forms")
  void whatWeWriteDcmtkReadsEqual(RoundTripTest.Form form) throws Exception {
    for (int seed = 0; seed < 5; seed++) {
      DataSet original = file(seed);
      byte[] dataSet = new DataSetWriter(form.syntax(), form.lengths()).toBytes(original);
      Path ours = folder.resolve("ours.dcm");
      Files.write(ours, join(meta(original, form.syntax()), dataSet));
      String dump = Peer.run(folder, "dcmdump", "--quote-nonascii", "+L", "ours.dcm");
      assertThat(dump).doesNotContain("E: ").contains(original.string(Tag.SOP_INSTANCE_UID));
      Path theirs = folder.resolve("theirs.dcm");
      Peer.run(folder, "dcmconv", "+te", "ours.dcm", "theirs.dcm");
      // Its dictionary is older: out of implicit VR it writes more as UN than we would.
      assertThat(digest(theirs)).isEqualTo(digest(ours));
      if (form.syntax().explicitVr()) {
        assertThat(RoundTripTest.explicit(read(theirs).dataSet()))
            .isEqualTo(RoundTripTest.explicit(original));
      }
    }
  }

  @Test
  void compressedFilesAreReadToTheLastFragment() throws Exception {
    Peer.require("dcmcjpeg", "dcmcrle");
    write(image(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "image.dcm");
    for (List<String> coder : List.of(List.of("dcmcrle"), List.of("dcmcjpeg", "+e1"))) {
      String[] command = new String[coder.size() + 2];
      coder.toArray(command);
      command[coder.size()] = "image.dcm";
      command[coder.size() + 1] = "coded.dcm";
      Peer.run(folder, command);
      Part10File coded = read(folder.resolve("coded.dcm"));
      assertThat(coded.head().transferSyntax().encapsulated()).isTrue();
      Element pixels = coded.dataSet().element(Tag.PIXEL_DATA);
      assertThat(pixels).isInstanceOf(Element.Fragments.class);
      assertThat(((Element.Fragments) pixels).fragments()).hasSizeGreaterThan(1);
      Path copy = folder.resolve("copy.dcm");
      Files.write(
          copy,
          join(
              meta(coded.dataSet(), coded.head().transferSyntax()),
              DataSetWriter.toBytes(coded.dataSet(), coded.head().transferSyntax())));
      Peer.run(
          folder, coder.get(0).equals("dcmcrle") ? "dcmdrle" : "dcmdjpeg", "copy.dcm", "back.dcm");
      assertThat(read(folder.resolve("back.dcm")).dataSet().bytes(Tag.PIXEL_DATA))
          .isEqualTo(image().bytes(Tag.PIXEL_DATA));
    }
  }

  @Test
  void dcmtkReadsTheDirectoryAndFindsEveryFile() throws Exception {
    Path dicom = Files.createDirectories(folder.resolve("DICOM"));
    for (DirectoryEntry entry : DicomDirectoryTest.entries()) {
      try (OutputStream out = Files.newOutputStream(dicom.resolve(entry.fileId().get(1)))) {
        Part10.write(
            FileMeta.of(
                entry.header().string(Tag.SOP_CLASS_UID),
                entry.header().string(Tag.SOP_INSTANCE_UID),
                Uids.EXPLICIT_VR_LITTLE_ENDIAN),
            entry.header(),
            out);
      }
    }
    Files.write(
        folder.resolve("DICOMDIR"), DicomDirectory.write("ARCHWAY", DicomDirectoryTest.entries()));
    assertThat(Peer.run(folder, "dcmdump", "DICOMDIR")).doesNotContain("E: ", "W: ");
    // To append a file DCMTK follows the offsets; a record that it does not reach is lost.
    try (OutputStream out = Files.newOutputStream(dicom.resolve("EXTRA"))) {
      out.write(meta(image(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
      out.write(RoundTripTest.explicit(image()));
    }
    String log = Peer.run(folder, "dcmmkdir", "--append", "--invent", "-W", "DICOM/EXTRA");
    assertThat(log).doesNotContain("E: ");
    assertThat(DicomDirectory.files(read(folder.resolve("DICOMDIR")).dataSet()))
        .hasSize(DicomDirectoryTest.entries().size() + 1)
        .extracting(DirectoryFile::fileId)
        .containsAll(DicomDirectoryTest.entries().stream().map(DirectoryEntry::fileId).toList());
  }

  private DataSet file(int seed) {
    // DCMTK converts text neither way, but drops what is not allowed twice, such as group 2.
    DataSet dataSet = new RandomDataSets(seed).next();
    dataSet.put(Tag.SOP_CLASS_UID, Vr.UI, Uids.RAW_DATA_STORAGE);
    return dataSet;
  }

  private static DataSet image() {
    byte[] pixels = new byte[64 * 64];
    IntStream.range(0, pixels.length).forEach(i -> pixels[i] = (byte) (i * 7 + i / 64));
    return new DataSet()
        .put(Tag.SOP_CLASS_UID, Vr.UI, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE)
        .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3.4")
        .put(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.3")
        .put(Tag.SERIES_INSTANCE_UID, Vr.UI, "1.2.3.1")
        .put(Tag.STUDY_DATE, Vr.DA, "20260102")
        .put(Tag.STUDY_TIME, Vr.TM, "101500")
        .put(Tag.MODALITY, Vr.CS, "OT")
        .put(Tag.PATIENT_NAME, Vr.PN, "Doe^Jane")
        .put(Tag.PATIENT_ID, Vr.LO, "4711")
        .put(Tag.STUDY_ID, Vr.SH, "1")
        .putInts(Tag.SERIES_NUMBER, Vr.IS, 1)
        .putInts(Tag.INSTANCE_NUMBER, Vr.IS, 1)
        .putInts(Tag.SAMPLES_PER_PIXEL, Vr.US, 1)
        .put(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2")
        .putInts(Tag.ROWS, Vr.US, 64)
        .putInts(Tag.COLUMNS, Vr.US, 64)
        .putInts(Tag.BITS_ALLOCATED, Vr.US, 8)
        .putInts(Tag.BITS_STORED, Vr.US, 8)
        .putInts(Tag.HIGH_BIT, Vr.US, 7)
        .putInts(Tag.PIXEL_REPRESENTATION, Vr.US, 0)
        .putBytes(Tag.PIXEL_DATA, Vr.OB, pixels);
  }

  private Path write(DataSet dataSet, TransferSyntax syntax, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, join(meta(dataSet, syntax), DataSetWriter.toBytes(dataSet, syntax)));
    return file;
  }

  private static byte[] meta(DataSet dataSet, TransferSyntax syntax) {
    return Part10.metaBytes(
        FileMeta.of(
            dataSet.string(Tag.SOP_CLASS_UID), dataSet.string(Tag.SOP_INSTANCE_UID), syntax.uid()));
  }

  private static byte[] digest(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Part10Head head = Part10Reader.head(ByteBuffer.wrap(bytes), true).orElseThrow();
    return CanonicalDigest.of(
        ByteBuffer.wrap(bytes).position((int) head.dataSetOffset()),
        head.transferSyntax(),
        ParseLimits.DEFAULT);
  }

  private static Part10File read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Part10Reader.read(in, ParseLimits.DEFAULT);
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
