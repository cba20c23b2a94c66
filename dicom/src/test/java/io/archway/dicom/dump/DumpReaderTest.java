package io.archway.dicom.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.dict.Tag;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms that dump2dcm takes, its errors with their lines, and whatever else may come. */
class DumpReaderTest {
  private static final ParseLimits LIMITS =
      ParseLimits.DEFAULT.withMaxDepth(4).withMaxElements(200).withMaxValueBytes(500);

  static final String ORDER =
      """
      # Dicom-Data-Set
      (0002,0010) UI =LittleEndianExplicit                    #  20, 1 TransferSyntaxUID
      (0010,0010) PN [Doe^John]                               #   8, 1 PatientName
      (0008,0005) CS [ISO_IR 192]
      (0040,0100) SQ (Sequence with explicit length #=1)      # 176, 1 ScheduledProcedure...
        (fffe,e000) na (Item with explicit length #=2)          # 168, 1 Item
          (0008,0060) CS [PX]                                     #   2, 1 Modality
          (0040,0001) AE PAN1\\PAN2
        (fffe,e00d) na (ItemDelimitationItem for re-encoding)   #   0, 0 ItemDelimitationItem
      (fffe,e0dd) na (SequenceDelimitationItem for re-encod.) #   0, 0 SequenceDelimitationItem
      (0040,1001) SH RP1
      """;

  @Test
  void readsWhatDcmdumpWrites() {
    DataSet order = read(ORDER);
    assertThat(order.string(Tag.PATIENT_NAME)).isEqualTo("Doe^John");
    assertThat(order.contains(Tag.TRANSFER_SYNTAX_UID)).isFalse();
    DataSet step = order.item(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    assertThat(step.string(Tag.MODALITY)).isEqualTo("PX");
    assertThat(step.strings(Tag.SCHEDULED_STATION_AE_TITLE)).containsExactly("PAN1", "PAN2");
    assertThat(order.string(Tag.REQUESTED_PROCEDURE_ID)).isEqualTo("RP1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (0010,0020) LO [A1]                | A1
           ( 0010 , 0020 )LO[A1] comment     | A1
          (0010,0020) A1                     | A1
          (0010,0020) LO A 1 # comment       | A 1
          (0010,0020) LO [a]b] # no bracket  | a]b
          (10,20) LO [A1]                    | A1
          (0010,0020) ?? A1                  | A1
          (0010,0020) LO (no value available)|
          (0010,0020) LO []                  |
          (0010,0020) LO                     |
          (0010,0020)                        |
          """)
  void readsWhatPeopleWrite(String line, String patientId) {
    assertThat(read(line).string(Tag.PATIENT_ID)).isEqualTo(patientId);
  }

  @Test
  void readsValuesThatAreNoText() {
    DataSet dataSet =
        read(
            """
            (0010,21c0) US 4
            (0008,1150) UI =MRImageStorage
            (0008,001a) UI [1.2\\3.4]
            (0018,1271) UL 4294967295
            (0028,0009) AT (0018,1063)\\(0018,1065)
            (0018,9073) FD 1.5\\2
            (0011,0010) LO [MAKER]
            (0011,1001) UN 41\\42
            """);
    assertThat(dataSet.integer(Tag.PREGNANCY_STATUS)).isEqualTo(4);
    assertThat(dataSet.string(0x00081150)).isEqualTo("1.2.840.10008.5.1.4.1.1.4");
    assertThat(dataSet.strings(0x0008001A)).containsExactly("1.2", "3.4");
    assertThat(dataSet.longInteger(0x00181271)).isEqualTo(4_294_967_295L);
    assertThat(dataSet.integers(0x00280009)).containsExactly(0x00181063, 0x00181065);
    assertThat(dataSet.decimals(0x00189073)).containsExactly(1.5, 2);
    assertThat(dataSet.bytes(0x00111001)).containsExactly('A', 'B');
  }

  @Test
  void readsTextByTheCharacterSetWhereverThatStands() {
    for (String charset : List.of("ISO_IR 100", "ISO_IR 192")) {
      Charset bytes =
          charset.equals("ISO_IR 192") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
      String text = "(0010,0010) PN [Müller]\n(0008,0005) CS [%s]\n".formatted(charset);
      DataSet dataSet = DumpReader.read(text.getBytes(bytes), LIMITS);
      assertThat(dataSet.string(Tag.PATIENT_NAME)).isEqualTo("Müller");
    }
    byte[] marked =
        ("\uFEFF(0008,0005) [ISO_IR 192]\n(0010,0010) [é]").getBytes(StandardCharsets.UTF_8);
    assertThat(DumpReader.looksLikeDump(marked)).isTrue();
    assertThat(DumpReader.read(marked, LIMITS).string(Tag.PATIENT_NAME)).isEqualTo("é");
  }

  @Test
  void aValueInBracketsMayGoOnOverLines() {
    DataSet dataSet = read("(0040,1400) LT [one\r\ntwo]\r\n(0010,0020) LO [A1]\r\n");
    assertThat(dataSet.string(Tag.REQUESTED_PROCEDURE_COMMENTS)).isEqualTo("one\r\ntwo");
    assertThat(dataSet.string(Tag.PATIENT_ID)).isEqualTo("A1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          words                                    | line 2: no tag
          (0010,0020) LO [A1                       | line 2: a value without its end
          (0010,0020) LO <A1>                      | line 2: (0010,0020): value cannot be read
          (0010,0020) LO =/etc/passwd              | line 2: (0010,0020): value cannot be read
          (0008,1150) UI =NoSuchName               | line 2: (0008,1150): value cannot be read
          (0010,21c0) US 70000                     | line 2: (0010,21C0): value cannot be read
          (0010,21c0) US x                         | line 2: (0010,21C0): value cannot be read
          (7fe0,0010) OW 0000                      | line 2: pixel data
          (fffe,e000)                              | line 2: an item outside
          (fffe,e00d)                              | line 2: an end of an item
          (fffe,e0dd)                              | line 2: an end of a sequence
          (0040,0100) SQ                           | line 2: (0040,0100) has no end
          """)
  void errorsNameTheLine(String line, String problem) {
    assertThatThrownBy(() -> read("# order\n" + line))
        .isInstanceOf(DumpParseException.class)
        .hasMessageStartingWith(problem);
  }

  @Test
  void nothingBetweenItems() {
    assertThatThrownBy(() -> read("(0040,0100) SQ\n(0010,0020) LO [A1]\n"))
        .hasMessageStartingWith("line 2: (0010,0020) between items");
  }

  @Test
  void depthElementsAndValuesAreLimited() {
    String nested = "(0040,0100) SQ\n(fffe,e000)\n";
    String ends = "(fffe,e00d)\n(fffe,e0dd)\n";
    assertThat(read(nested.repeat(4) + ends.repeat(4)).size()).isEqualTo(1);
    assertThatThrownBy(() -> read(nested.repeat(5) + ends.repeat(5)))
        .hasMessageContaining("expected: <= 4");
    assertThat(read("(0010,0020) A\n".repeat(200)).size()).isEqualTo(1);
    assertThatThrownBy(() -> read("(0010,0020) A\n".repeat(201)))
        .hasMessageContaining("line 201: too many elements");
    assertThatThrownBy(() -> read("(0010,0020) [" + "x".repeat(500) + "]"))
        .hasMessageContaining("502 characters (expected: <= 500)");
    assertThatThrownBy(() -> read("(0010,0020) [\n" + "x\n".repeat(500) + "]"))
        .hasMessageContaining("expected: <= 500");
  }

  @Test
  void whateverIsChangedItIsADataSetOrAnErrorWithItsLine() {
    Random random = new Random(1);
    byte[] order = ORDER.getBytes(StandardCharsets.UTF_8);
    String spare = "()[]<>=#\\\n\r\t ,gfe0129SQ\u00FF";
    for (int run = 0; run < 20_000; run++) {
      byte[] changed = order.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        changed[random.nextInt(changed.length)] =
            (byte) spare.charAt(random.nextInt(spare.length()));
      }
      try {
        DataSet dataSet = DumpReader.read(changed, LIMITS);
        dataSet.forEach(element -> dataSet.contains(element.tag()));
      } catch (DumpParseException e) {
        assertThat(e.line()).isBetween(1, 400);
      }
    }
  }

  private static DataSet read(String text) {
    return DumpReader.read(text.getBytes(StandardCharsets.UTF_8), LIMITS);
  }
}
