package io.archway.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.HeadCorrection.Attribute;
import io.archway.dicom.data.HeadCorrection.Reason;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadRewriterTest {
  private static final Instant AT = Instant.parse("2026-11-22T05:15:24.123456Z");
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int PRIVATE = 0x00091001;

  record Form(TransferSyntax syntax, SequenceLengths lengths) {}

  static Stream<Form> forms() {
    return Stream.of(
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            EXPLICIT,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)
        .flatMap(syntax -> Stream.of(SequenceLengths.values()).map(each -> new Form(syntax, each)));
  }

  private static DataSet radiograph() {
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 100")
        .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3")
        .putItems(
            Tag.ANATOMIC_REGION_SEQUENCE, new DataSet().put(Tag.CODE_MEANING, Vr.LO, "Z\u00E4hne"))
        .put(0x00090010, Vr.LO, "M\u00DCLLER")
        .put(PRIVATE, Vr.LO, "gr\u00FCn")
        .put(Tag.PATIENT_NAME, Vr.PN, "M\u00FCller^Anna")
        .put(Tag.PATIENT_ID, Vr.LO, "4711")
        .put(Tag.PATIENT_BIRTH_DATE, Vr.DA, "19800407")
        .putInts(Tag.ROWS, Vr.US, 4)
        .putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[100_000]);
  }

  private static HeadCorrection correction(Attribute... attributes) {
    return new HeadCorrection(List.of(attributes), AT, "ARCHWAY", Reason.COERCE, "SCANNER");
  }

  private static Attribute name(String name) {
    return new Attribute(Tag.PATIENT_NAME, name);
  }

  private static byte[] rewrite(byte[] bytes, TransferSyntax syntax, HeadCorrection correction) {
    return Splice.apply(bytes, splices(bytes, syntax, correction));
  }

  private static List<Splice> splices(
      byte[] bytes, TransferSyntax syntax, HeadCorrection correction) {
    try {
      return HeadRewriter.rewrite(ByteSource.of(bytes), syntax, correction, ParseLimits.HEADER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataSet read(byte[] bytes, TransferSyntax syntax) {
    return DataSets.read(ByteBuffer.wrap(bytes), syntax, ParseLimits.DEFAULT);
  }

  private static byte[] explicit(DataSet dataSet) {
    return new DataSetWriter(EXPLICIT).toBytes(dataSet);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void changedAttributesAreThereWithWhatWasThereBefore(Form form) {
    byte[] bytes = new DataSetWriter(form.syntax, form.lengths).toBytes(radiograph());
    HeadCorrection correction =
        correction(
            name("M\u00FCller^\u00C4nne"),
            new Attribute(Tag.PATIENT_ID, "815"),
            new Attribute(Tag.ISSUER_OF_PATIENT_ID, "CLINIC"),
            new Attribute(Tag.PATIENT_BIRTH_DATE, null),
            new Attribute(Tag.PATIENT_SEX, "F"));
    byte[] rewritten = rewrite(bytes, form.syntax, correction);
    DataSet said = read(rewritten, form.syntax);
    assertThat(said.string(Tag.PATIENT_NAME)).isEqualTo("M\u00FCller^\u00C4nne");
    assertThat(said.string(Tag.PATIENT_ID)).isEqualTo("815");
    assertThat(said.string(Tag.ISSUER_OF_PATIENT_ID)).isEqualTo("CLINIC");
    assertThat(said.contains(Tag.PATIENT_BIRTH_DATE)).isTrue();
    assertThat(said.string(Tag.PATIENT_BIRTH_DATE)).isNull();
    assertThat(said.string(Tag.PATIENT_SEX)).isEqualTo("F");
    DataSet item = said.item(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE);
    assertThat(item.string(Tag.ATTRIBUTE_MODIFICATION_DATE_TIME))
        .isEqualTo("20261122051524.123456+0000");
    assertThat(item.string(Tag.MODIFYING_SYSTEM)).isEqualTo("ARCHWAY");
    assertThat(item.string(Tag.SOURCE_OF_PREVIOUS_VALUES)).isEqualTo("SCANNER");
    assertThat(item.string(Tag.REASON_FOR_THE_ATTRIBUTE_MODIFICATION)).isEqualTo("COERCE");
    DataSet before = item.item(Tag.MODIFIED_ATTRIBUTES_SEQUENCE);
    assertThat(before.string(Tag.PATIENT_NAME)).isEqualTo("M\u00FCller^Anna");
    assertThat(before.string(Tag.PATIENT_ID)).isEqualTo("4711");
    assertThat(before.string(Tag.PATIENT_BIRTH_DATE)).isEqualTo("19800407");
    assertThat(before.contains(Tag.ISSUER_OF_PATIENT_ID)).isTrue();
    assertThat(before.string(Tag.ISSUER_OF_PATIENT_ID)).isNull();
    assertThat(before.contains(Tag.PATIENT_SEX)).isTrue();
    assertThat(before.contains(Tag.SPECIFIC_CHARACTER_SET)).isFalse();
    assertThat(withoutChanges(rewritten, form.syntax))
        .isEqualTo(withoutChanges(bytes, form.syntax));
    assertThat(splices(rewritten, form.syntax, correction)).as("once more").isEmpty();
  }

  /** All else, as it is encoded. */
  private static byte[] withoutChanges(byte[] bytes, TransferSyntax syntax) {
    DataSet rest = read(bytes, syntax);
    for (int tag :
        new int[] {
          Tag.PATIENT_NAME,
          Tag.PATIENT_ID,
          Tag.ISSUER_OF_PATIENT_ID,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX,
          Tag.ORIGINAL_ATTRIBUTES_SEQUENCE
        }) {
      rest.remove(tag);
    }
    return explicit(rest);
  }

  @Test
  void everyOtherByteStaysAndNothingBehindTheHeadIsTouched() {
    byte[] bytes = explicit(radiograph());
    List<Splice> splices = splices(bytes, EXPLICIT, correction(name("Roe^Jane")));
    assertThat(splices).hasSize(2);
    byte[] rewritten = Splice.apply(bytes, splices);
    Splice nameSplice = splices.get(0);
    Splice original = splices.get(1);
    assertThat(original.length()).isZero();
    int from = (int) original.offset();
    assertThat(Arrays.copyOf(rewritten, (int) nameSplice.offset()))
        .isEqualTo(Arrays.copyOf(bytes, (int) nameSplice.offset()));
    int rest = bytes.length - from;
    assertThat(Arrays.copyOfRange(rewritten, rewritten.length - rest, rewritten.length))
        .isEqualTo(Arrays.copyOfRange(bytes, from, bytes.length));
    assertThat(bytes.length - from).as("pixels stay behind").isGreaterThan(100_000);
  }

  @Test
  void whatIsSaidAlreadyNeedsNoChange() {
    byte[] bytes = explicit(radiograph());
    HeadCorrection same =
        correction(
            name("M\u00FCller^Anna"),
            new Attribute(Tag.PATIENT_ID, "4711"),
            new Attribute(Tag.ISSUER_OF_PATIENT_ID, null),
            new Attribute(Tag.PATIENT_BIRTH_DATE, "19800407"));
    assertThat(splices(bytes, EXPLICIT, same)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void itemsThatAreThereStayAndOneFollowsThem(Form form) {
    DataSet first =
        new DataSet()
            .put(Tag.MODIFYING_SYSTEM, Vr.LO, "PACS")
            .putItems(
                Tag.MODIFIED_ATTRIBUTES_SEQUENCE, new DataSet().put(Tag.PATIENT_ID, Vr.LO, "0815"));
    DataSet dataSet = radiograph().putItems(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE, first);
    byte[] bytes = new DataSetWriter(form.syntax, form.lengths).toBytes(dataSet);
    DataSet said = read(rewrite(bytes, form.syntax, correction(name("Roe^Jane"))), form.syntax);
    List<DataSet> items = said.items(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE);
    assertThat(items).hasSize(2);
    assertThat(items.get(0).string(Tag.MODIFYING_SYSTEM)).isEqualTo("PACS");
    assertThat(items.get(0).item(Tag.MODIFIED_ATTRIBUTES_SEQUENCE).string(Tag.PATIENT_ID))
        .isEqualTo("0815");
    assertThat(items.get(1).item(Tag.MODIFIED_ATTRIBUTES_SEQUENCE).string(Tag.PATIENT_NAME))
        .isEqualTo("M\u00FCller^Anna");
    assertThat(said.bytes(Tag.PIXEL_DATA)).hasSize(100_000);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void textThatTheCharacterSetLacksTurnsAllIntoUtf8(Form form) {
    DataSet greek =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 126")
            .put(Tag.CODE_MEANING, Vr.LO, "\u03B4\u03CC\u03BD\u03C4\u03B9");
    DataSet dataSet =
        radiograph()
            .putItems(Tag.VIEW_CODE_SEQUENCE, greek)
            .put(0x7FE10010, Vr.LO, "M\u00DCLLER 2");
    byte[] bytes = new DataSetWriter(form.syntax, form.lengths).toBytes(dataSet);
    byte[] rewritten = rewrite(bytes, form.syntax, correction(name("\u0141uk^Anna")));
    DataSet said = read(rewritten, form.syntax);
    assertThat(said.string(Tag.SPECIFIC_CHARACTER_SET)).isEqualTo("ISO_IR 192");
    assertThat(said.string(Tag.PATIENT_NAME)).isEqualTo("\u0141uk^Anna");
    assertThat(said.string(0x00090010)).isEqualTo("M\u00DCLLER");
    assertThat(said.string(0x7FE10010)).as("behind the pixels").isEqualTo("M\u00DCLLER 2");
    assertThat(said.item(Tag.ANATOMIC_REGION_SEQUENCE).string(Tag.CODE_MEANING))
        .isEqualTo("Z\u00E4hne");
    assertThat(said.item(Tag.ANATOMIC_REGION_SEQUENCE).bytes(Tag.CODE_MEANING))
        .isEqualTo("Z\u00E4hne".getBytes(StandardCharsets.UTF_8));
    assertThat(said.item(Tag.VIEW_CODE_SEQUENCE).string(Tag.CODE_MEANING))
        .as("has its own")
        .isEqualTo("\u03B4\u03CC\u03BD\u03C4\u03B9");
    if (form.syntax.explicitVr()) {
      assertThat(said.string(PRIVATE)).isEqualTo("gr\u00FCn");
    }
    DataSet before =
        said.item(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE).item(Tag.MODIFIED_ATTRIBUTES_SEQUENCE);
    assertThat(before.string(Tag.SPECIFIC_CHARACTER_SET)).isEqualTo("ISO_IR 100");
    assertThat(before.string(Tag.PATIENT_NAME)).isEqualTo("M\u00FCller^Anna");
    assertThat(said.bytes(Tag.PIXEL_DATA)).isEqualTo(new byte[100_000]);
  }

  @Test
  void undeclaredLettersBecomeDeclaredOnes() {
    DataSet dataSet = new DataSet().put(Tag.PATIENT_ID, Vr.LO, "1");
    dataSet.putBytes(
        Tag.STUDY_DESCRIPTION, Vr.LO, "R\u00F6ntgen ".getBytes(StandardCharsets.ISO_8859_1));
    DataSet said =
        read(rewrite(explicit(dataSet), EXPLICIT, correction(name("\u0141uk"))), EXPLICIT);
    assertThat(said.string(Tag.STUDY_DESCRIPTION)).isEqualTo("R\u00F6ntgen");
    DataSet before =
        said.item(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE).item(Tag.MODIFIED_ATTRIBUTES_SEQUENCE);
    assertThat(before.contains(Tag.SPECIFIC_CHARACTER_SET)).isTrue();
    assertThat(before.string(Tag.SPECIFIC_CHARACTER_SET)).as("none before").isNull();
  }

  @Test
  void japaneseTextWithCodeExtensionsIsKeptWhereTheNewNameFits() {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "", "ISO 2022 IR 87")
            .put(Tag.PATIENT_NAME, Vr.PN, "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE");
    byte[] bytes = explicit(dataSet);
    DataSet fits =
        read(
            rewrite(bytes, EXPLICIT, correction(name("Yamada^Tarou=\u5C71\u7530^\u6B21\u90CE"))),
            EXPLICIT);
    assertThat(fits.strings(Tag.SPECIFIC_CHARACTER_SET)).containsExactly("", "ISO 2022 IR 87");
    assertThat(fits.string(Tag.PATIENT_NAME)).endsWith("\u6B21\u90CE");
    DataSet other = read(rewrite(bytes, EXPLICIT, correction(name("\u0141uk"))), EXPLICIT);
    assertThat(other.string(Tag.SPECIFIC_CHARACTER_SET)).isEqualTo("ISO_IR 192");
    assertThat(
            other
                .item(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE)
                .item(Tag.MODIFIED_ATTRIBUTES_SEQUENCE)
                .string(Tag.PATIENT_NAME))
        .endsWith("\u5C71\u7530^\u592A\u90CE");
  }

  @Test
  void groupLengthsStayTrue() {
    byte[] name = {'A', '^', 'B', ' '};
    byte[] bytes =
        new Bytes()
            .explicit(0x00100000, "UL", (byte) 12, (byte) 0, (byte) 0, (byte) 0)
            .explicit(Tag.PATIENT_NAME, "PN", name)
            .explicit(0x00280000, "UL", (byte) 10, (byte) 0, (byte) 0, (byte) 0)
            .explicit(Tag.ROWS, "US", (byte) 4, (byte) 0)
            .toArray();
    byte[] rewritten =
        rewrite(
            bytes, EXPLICIT, correction(name("Longer^Name"), new Attribute(Tag.PATIENT_SEX, "F")));
    assertThat(ByteBuffer.wrap(rewritten).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(8))
        .isEqualTo(8 + 12 + 8 + 2);
    DataSet said = read(rewritten, EXPLICIT);
    assertThat(said.string(Tag.PATIENT_NAME)).isEqualTo("Longer^Name");
    assertThat(said.integer(Tag.ROWS)).isEqualTo(4);
  }

  @Test
  void theQualifiersOfAnotherIssuerGoWhereThePreviousValuesAre() {
    DataSet dataSet =
        radiograph()
            .putItems(
                Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE,
                new DataSet().put(Tag.UNIVERSAL_ENTITY_ID, Vr.UT, "1.2.3"));
    for (SequenceLengths lengths : SequenceLengths.values()) {
      byte[] bytes = new DataSetWriter(EXPLICIT, lengths).toBytes(dataSet);
      DataSet said =
          read(rewrite(bytes, EXPLICIT, correction(new Attribute(Tag.PATIENT_ID, "1"))), EXPLICIT);
      assertThat(said.contains(Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE)).isFalse();
      assertThat(
              said.item(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE)
                  .item(Tag.MODIFIED_ATTRIBUTES_SEQUENCE)
                  .item(Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE)
                  .string(Tag.UNIVERSAL_ENTITY_ID))
          .isEqualTo("1.2.3");
    }
  }

  @Test
  void encapsulatedPixelsAreJumpedOver() {
    DataSet dataSet =
        radiograph().put(0x7FE10010, Vr.LO, "M\u00DCLLER").put(Tag.PATIENT_SEX, Vr.CS, "M");
    dataSet.putFragments(
        Tag.PIXEL_DATA, List.of(new byte[0], new byte[70_000], new byte[2], new byte[60_001]));
    byte[] bytes = explicit(dataSet);
    DataSet said = read(rewrite(bytes, EXPLICIT, correction(name("\u0141uk"))), EXPLICIT);
    assertThat(said.string(0x7FE10010)).isEqualTo("M\u00DCLLER");
    assertThat(((Element.Fragments) said.element(Tag.PIXEL_DATA)).fragments())
        .extracting(fragment -> fragment.length)
        .containsExactly(0, 70_000, 2, 60_002);
  }

  @Test
  void whatWeirdSendersWriteSurvives() {
    byte[] bytes = Quirks.explicit();
    byte[] rewritten = rewrite(bytes, EXPLICIT, correction(name("Roe^Jane")));
    DataSet said = read(rewritten, EXPLICIT);
    assertThat(said.string(Tag.PATIENT_NAME)).isEqualTo("Roe^Jane");
    said.remove(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE);
    said.put(new Element.Value(Tag.PATIENT_NAME, Vr.PN, Quirks.text("A^B ")));
    assertThat(explicit(said)).isEqualTo(explicit(read(bytes, EXPLICIT)));
    DataSet other = read(rewrite(bytes, EXPLICIT, correction(name("\u0141uk"))), EXPLICIT);
    assertThat(other.string(Tag.PATIENT_NAME)).isEqualTo("\u0141uk");
  }

  @Test
  void originalAttributesOfAProgramThatDidNotKnowThemAreContinuedAsTheyAre() {
    byte[] inner = new Bytes().implicit(Tag.MODIFYING_SYSTEM, Quirks.text("PACS")).toArray();
    byte[] bytes =
        new Bytes()
            .explicit(Tag.PATIENT_NAME, "PN", Quirks.text("A^B "))
            .explicitHeader(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE, "UN", 8 + inner.length)
            .item(inner.length)
            .raw(inner)
            .explicit(Tag.PIXEL_DATA, "OW", new byte[4])
            .toArray();
    DataSet said = read(rewrite(bytes, EXPLICIT, correction(name("C^D"))), EXPLICIT);
    List<DataSet> items = said.items(Tag.ORIGINAL_ATTRIBUTES_SEQUENCE);
    assertThat(items).hasSize(2);
    assertThat(items.get(0).string(Tag.MODIFYING_SYSTEM)).isEqualTo("PACS");
    assertThat(items.get(1).string(Tag.MODIFYING_SYSTEM)).isEqualTo("ARCHWAY");
  }

  @Test
  void elementsOutOfOrderAreReplacedWhereTheyAre() {
    byte[] bytes =
        new Bytes()
            .explicit(Tag.ROWS, "US", (byte) 4, (byte) 0)
            .explicit(Tag.PATIENT_ID, "LO", Quirks.text("1 "))
            .explicit(0x04100010, "LO", Quirks.text("private "))
            .explicit(Tag.PATIENT_NAME, "PN", Quirks.text("A^B "))
            .explicit(Tag.PIXEL_DATA, "OW", new byte[4])
            .toArray();
    byte[] rewritten = rewrite(bytes, EXPLICIT, correction(name("Roe^Jane")));
    DataSet said = read(rewritten, EXPLICIT);
    assertThat(said.string(Tag.PATIENT_NAME)).isEqualTo("Roe^Jane");
    assertThat(new String(rewritten, StandardCharsets.ISO_8859_1)).containsOnlyOnce("Roe^Jane");
  }

  @Test
  void deflatedDataSetsAreWrittenAnew() throws IOException {
    byte[] bytes =
        new DataSetWriter(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN).toBytes(radiograph());
    ByteSource source = ByteSource.of(bytes);
    HeadCorrection correction = correction(name("Roe^Jane"));
    List<Splice> splices =
        HeadRewriter.rewriteDeflated(source, correction, ParseLimits.HEADER, 1 << 20);
    byte[] rewritten = Splice.apply(bytes, splices);
    assertThat(rewritten.length % 2).isZero();
    DataSet said = read(rewritten, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(said.string(Tag.PATIENT_NAME)).isEqualTo("Roe^Jane");
    assertThat(said.bytes(Tag.PIXEL_DATA)).hasSize(100_000);
    ByteSource again = ByteSource.of(rewritten);
    assertThat(HeadRewriter.rewriteDeflated(again, correction, ParseLimits.HEADER, 1 << 20))
        .isEmpty();
    assertThatThrownBy(
            () -> HeadRewriter.rewriteDeflated(source, correction, ParseLimits.HEADER, 1 << 16))
        .isInstanceOf(DicomParseException.class)
        .hasMessageContaining("65536");
    ByteSource cut = ByteSource.of(Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(
            () -> HeadRewriter.rewriteDeflated(cut, correction, ParseLimits.HEADER, 1 << 20))
        .isInstanceOf(DicomParseException.class);
  }

  @Test
  void whatCannotBeReadOrDoesNotFitIsRefused() {
    byte[] bytes = explicit(radiograph());
    byte[] cut = Arrays.copyOf(bytes, 40);
    assertThatThrownBy(() -> splices(cut, EXPLICIT, correction(name("A"))))
        .isInstanceOf(DicomParseException.class);
    byte[] long16 = new byte[60_000];
    Arrays.fill(long16, (byte) 0xFC);
    DataSet large = radiograph().putBytes(Tag.STUDY_DESCRIPTION, Vr.LO, long16);
    assertThatThrownBy(() -> splices(explicit(large), EXPLICIT, correction(name("\u0141uk"))))
        .isInstanceOf(DicomParseException.class)
        .hasMessageContaining("65534");
    assertThatThrownBy(
            () ->
                HeadRewriter.rewrite(
                    ByteSource.of(bytes),
                    EXPLICIT,
                    correction(name("Roe^Jane")),
                    ParseLimits.HEADER.withMaxHeldBytes(100)))
        .isInstanceOf(DicomParseException.class)
        .hasMessageContaining("new bytes");
  }
}
