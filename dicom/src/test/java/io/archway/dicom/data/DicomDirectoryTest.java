package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomDirectoryTest {
  @Test
  void filesComeBackInOrder() throws IOException {
    List<DirectoryEntry> entries = entries();
    DataSet directory = read(DicomDirectory.write("ARCHWAY", entries));
    List<DirectoryFile> files = DicomDirectory.files(directory);
    assertThat(files).hasSize(entries.size());
    assertThat(files.stream().map(DirectoryFile::recordType).distinct())
        .containsExactlyInAnyOrder("IMAGE", "ENCAP DOC");
    assertThat(files.stream().map(DirectoryFile::fileId))
        .containsExactlyInAnyOrderElementsOf(entries.stream().map(DirectoryEntry::fileId).toList());
    assertThat(files.get(0).sopClassUid()).isEqualTo(Uids.CT_IMAGE_STORAGE);
    assertThat(files.get(0).sopInstanceUid()).isEqualTo("1.9.0.0.0.0");
    assertThat(files.get(0).transferSyntaxUid()).isEqualTo(Uids.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  @Test
  void everyRecordIsReachedByOffsetsOnceAtItsLevel() throws IOException {
    byte[] file = DicomDirectory.write("ARCHWAY", entries());
    Map<Long, DataSet> byOffset = byOffset(file);
    DataSet directory = read(file);
    List<String> seen = new ArrayList<>();
    walk(
        byOffset,
        directory.longInteger(
            Tag.OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY),
        "",
        seen);
    assertThat(seen).hasSize(byOffset.size());
    assertThat(seen.stream().filter(line -> line.equals("PATIENT"))).hasSize(2);
    assertThat(seen.stream().filter(line -> line.equals(" STUDY"))).hasSize(4);
    assertThat(seen.stream().filter(line -> line.equals("  SERIES"))).hasSize(8);
    assertThat(seen.stream().filter(line -> line.equals("   IMAGE"))).hasSize(8);
    assertThat(
            byOffset
                .get(
                    directory.longInteger(
                        Tag.OFFSET_OF_THE_LAST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY))
                .string(Tag.PATIENT_ID))
        .isEqualTo("P1");
  }

  @Test
  void keysKeepTheirCharacterSet() throws IOException {
    DataSet header = header(0, 0, 0, 0, Uids.CT_IMAGE_STORAGE);
    header.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192");
    header.put(Tag.PATIENT_NAME, Vr.PN, "Çelik^Öykü");
    byte[] headerBytes = RoundTripTest.explicit(header);
    DataSet received = DataSets.read(headerBytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    DataSet directory = read(DicomDirectory.write("", List.of(entry(received, "IM0"))));
    assertThat(directory.item(Tag.DIRECTORY_RECORD_SEQUENCE).string(Tag.PATIENT_NAME))
        .isEqualTo("Çelik^Öykü");
    assertThat(RoundTripTest.explicit(received)).isEqualTo(headerBytes);
  }

  @Test
  void anEmptyFileSetHasNoRecords() throws IOException {
    DataSet directory = read(DicomDirectory.write("", List.of()));
    assertThat(DicomDirectory.files(directory)).isEmpty();
  }

  @Test
  void inactiveRecordsAreLeftOut() {
    DataSet record =
        new DataSet()
            .putInts(Tag.RECORD_IN_USE_FLAG, Vr.US, 0)
            .put(Tag.DIRECTORY_RECORD_TYPE, Vr.CS, "IMAGE")
            .put(Tag.REFERENCED_FILE_ID, Vr.CS, "A", "B");
    DataSet directory = new DataSet().putItems(Tag.DIRECTORY_RECORD_SEQUENCE, record);
    assertThat(DicomDirectory.files(directory)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lower", "TOOLONG12", "A.B", "../X", "A B"})
  void componentsOfFileIdsAreChecked(String component) {
    assertThatThrownBy(() -> entry(new DataSet(), component))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static List<DirectoryEntry> entries() {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int number = 0; number < 2; number++) {
      for (int patient = 0; patient < 2; patient++) {
        for (int study = 0; study < 2; study++) {
          for (int series = 0; series < 2; series++) {
            String sopClass = series == 0 ? Uids.CT_IMAGE_STORAGE : Uids.ENCAPSULATED_PDF_STORAGE;
            DataSet header = header(patient, study, series, number, sopClass);
            entries.add(entry(header, "I%d%d%d%d".formatted(patient, study, series, number)));
          }
        }
      }
    }
    return entries;
  }

  private static DirectoryEntry entry(DataSet header, String name) {
    return new DirectoryEntry(header, List.of("DICOM", name), Uids.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static DataSet header(int patient, int study, int series, int number, String sopClass) {
    String study0 = "1.9." + patient + "." + study;
    return new DataSet()
        .put(Tag.SOP_CLASS_UID, Vr.UI, sopClass)
        .put(Tag.SOP_INSTANCE_UID, Vr.UI, study0 + "." + series + "." + number)
        .put(Tag.STUDY_DATE, Vr.DA, "20260102")
        .put(Tag.STUDY_TIME, Vr.TM, "101500")
        .put(Tag.CONTENT_DATE, Vr.DA, "20260102")
        .put(Tag.MODALITY, Vr.CS, series == 0 ? "CT" : "DOC")
        .put(Tag.PATIENT_NAME, Vr.PN, "Doe^Jane")
        .put(Tag.PATIENT_ID, Vr.LO, "P" + patient)
        .put(Tag.STUDY_INSTANCE_UID, Vr.UI, study0)
        .put(Tag.SERIES_INSTANCE_UID, Vr.UI, study0 + "." + series)
        .put(Tag.STUDY_ID, Vr.SH, "S" + study)
        .putInts(Tag.SERIES_NUMBER, Vr.IS, series + 1)
        .putInts(Tag.INSTANCE_NUMBER, Vr.IS, number + 1)
        .put(Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, Vr.LO, "application/pdf");
  }

  private static void walk(
      Map<Long, DataSet> byOffset, long offset, String indent, List<String> seen) {
    for (long next = offset; next != 0; ) {
      DataSet record = byOffset.get(next);
      assertThat(record).as("offset %d", next).isNotNull();
      seen.add(indent + record.string(Tag.DIRECTORY_RECORD_TYPE));
      walk(
          byOffset,
          record.longInteger(Tag.OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY),
          indent + " ",
          seen);
      next = record.longInteger(Tag.OFFSET_OF_THE_NEXT_DIRECTORY_RECORD);
    }
  }

  private static Map<Long, DataSet> byOffset(byte[] file) throws IOException {
    Part10Head head = Part10Reader.head(java.nio.ByteBuffer.wrap(file), true).orElseThrow();
    List<DataSet> records = read(file).items(Tag.DIRECTORY_RECORD_SEQUENCE);
    Map<Long, DataSet> byOffset = new HashMap<>();
    try (DataSetReader reader = new DataSetReader(head.transferSyntax(), ParseLimits.DEFAULT)) {
      reader.feed(java.nio.ByteBuffer.wrap(file).position((int) head.dataSetOffset()));
      reader.endOfInput();
      DataSetReader.Event event = reader.next();
      while (event != DataSetReader.Event.END) {
        if (event == DataSetReader.Event.ITEM_START && reader.depth() == 1) {
          byOffset.put(head.dataSetOffset() + reader.offset(), records.get(byOffset.size()));
        }
        event = reader.next();
      }
    }
    return byOffset;
  }

  private static DataSet read(byte[] file) throws IOException {
    return Part10Reader.read(new ByteArrayInputStream(file), ParseLimits.DEFAULT).dataSet();
  }
}
