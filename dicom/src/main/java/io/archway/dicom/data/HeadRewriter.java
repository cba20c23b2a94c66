package io.archway.dicom.data;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes attributes at the top of a stored data set without writing it anew: gives the few
 * stretches that become other bytes, so that all the rest is sent from where it lies. What was said
 * before goes into an item of Original Attributes Sequence (0400,0561), behind those that are
 * there.
 *
 * <p>Text that the data set's character set does not have turns the whole data set into UTF-8. The
 * item with the previous values then keeps the previous character set and so their very bytes.
 * Stateless, any thread.
 */
public final class HeadRewriter {
  static final String UTF_8 = "ISO_IR 192";

  private HeadRewriter() {}

  /**
   * The splices, in order; none where the data set says all that already.
   *
   * @param syntax of the data set; not a deflated one
   * @param limits a value that is looked at may be as long as {@code maxValueBytes}, all new bytes
   *     together {@code maxHeldBytes}
   * @throws DicomParseException if the data set cannot be read that far, or what it is to say does
   *     not fit
   */
  public static List<Splice> rewrite(
      ByteSource dataSet, TransferSyntax syntax, HeadCorrection correction, ParseLimits limits)
      throws IOException {
    Set<Integer> tags = new HashSet<>();
    correction.attributes().forEach(attribute -> tags.add(attribute.tag()));
    SaidHead said = SaidHead.read(dataSet, syntax, limits, tags);
    TreeMap<Integer, String> wanted = differing(said.dataSet(), correction);
    if (wanted.isEmpty()) {
      return List.of();
    }
    SpecificCharacterSet before = said.dataSet().characterSet();
    boolean fits =
        correction.attributes().stream()
            .filter(attribute -> wanted.containsKey(attribute.tag()))
            .allMatch(attribute -> canEncode(before, attribute));
    SpecificCharacterSet after = fits ? before : SpecificCharacterSet.UTF_8;
    TreeMap<Integer, byte[]> changes = new TreeMap<>(Integer::compareUnsigned);
    for (HeadCorrection.Attribute attribute : correction.attributes()) {
      if (wanted.containsKey(attribute.tag())) {
        changes.put(attribute.tag(), encode(after, attribute));
      }
    }
    if (!fits) {
      changes.put(Tag.SPECIFIC_CHARACTER_SET, UTF_8.getBytes(StandardCharsets.US_ASCII));
    }
    boolean otherId =
        wanted.containsKey(Tag.PATIENT_ID) || wanted.containsKey(Tag.ISSUER_OF_PATIENT_ID);
    if (otherId && said.dataSet().contains(Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE)) {
      changes.put(Tag.ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE, null);
    }
    DataSet previous = previous(said.dataSet(), changes);
    return new HeadEdit(said, changes, item(previous, correction, after), fits ? null : before)
        .run(dataSet, syntax, limits);
  }

  /**
   * The same of a deflated data set, which is inflated and deflated as a whole, in memory.
   *
   * @return none, or one splice that is the whole data set
   * @throws DicomParseException also where it is longer than so many bytes when inflated
   */
  public static List<Splice> rewriteDeflated(
      ByteSource dataSet, HeadCorrection correction, ParseLimits limits, int maxInflatedBytes)
      throws IOException {
    byte[] plain = Deflation.inflate(dataSet, maxInflatedBytes);
    List<Splice> splices =
        rewrite(ByteSource.of(plain), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, correction, limits);
    return splices.isEmpty()
        ? splices
        : List.of(new Splice(0, dataSet.length(), Deflation.deflate(Splice.apply(plain, splices))));
  }

  private static TreeMap<Integer, String> differing(DataSet said, HeadCorrection correction) {
    TreeMap<Integer, String> wanted = new TreeMap<>(Integer::compareUnsigned);
    for (HeadCorrection.Attribute attribute : correction.attributes()) {
      String value = attribute.value() == null ? "" : attribute.value();
      if (!Objects.equals(Objects.requireNonNullElse(text(said, attribute), ""), value)) {
        wanted.put(attribute.tag(), value);
      }
    }
    return wanted;
  }

  /** Several values where one belongs are no value that can be right. */
  private static String text(DataSet said, HeadCorrection.Attribute attribute) {
    List<String> values = said.strings(attribute.tag());
    return values.size() == 1 ? values.get(0) : String.join("\\", values);
  }

  private static boolean canEncode(
      SpecificCharacterSet characterSet, HeadCorrection.Attribute attribute) {
    return attribute.value() == null
        || !attribute.vr().usesCharacterSet()
        || characterSet.canEncode(attribute.value(), Values.kind(attribute.vr()));
  }

  private static byte[] encode(
      SpecificCharacterSet characterSet, HeadCorrection.Attribute attribute) {
    String value = attribute.value() == null ? "" : attribute.value();
    return attribute.vr().usesCharacterSet()
        ? characterSet.encode(value, Values.kind(attribute.vr()))
        : value.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * The values of before: empty where there was none. Beside a Patient ID its issuer says which one
   * it was.
   */
  private static DataSet previous(DataSet said, TreeMap<Integer, byte[]> changes) {
    DataSet previous = new DataSet();
    Set<Integer> tags = new HashSet<>(changes.keySet());
    if (tags.contains(Tag.PATIENT_ID)) {
      tags.add(Tag.ISSUER_OF_PATIENT_ID);
    }
    for (int tag : tags) {
      Element element = said.element(tag);
      if (element instanceof Element.Sequence) {
        previous.put(element);
      } else {
        byte[] bytes = element instanceof Element.Value value ? value.bytes() : new byte[0];
        previous.put(new Element.Value(tag, HeadEdit.vrOf(tag), bytes));
      }
    }
    return previous;
  }

  private static DataSet item(
      DataSet previous, HeadCorrection correction, SpecificCharacterSet characterSet) {
    DataSet item = new DataSet();
    item.putItems(Tag.MODIFIED_ATTRIBUTES_SEQUENCE, previous);
    item.put(
        Tag.ATTRIBUTE_MODIFICATION_DATE_TIME,
        Vr.DT,
        OriginalAttributes.dateTime(correction.modifiedAt()));
    putText(item, Tag.MODIFYING_SYSTEM, correction.modifyingSystem(), characterSet);
    putText(item, Tag.SOURCE_OF_PREVIOUS_VALUES, correction.sourceOfPreviousValues(), characterSet);
    item.put(Tag.REASON_FOR_THE_ATTRIBUTE_MODIFICATION, Vr.CS, correction.reason().name());
    return item;
  }

  private static void putText(
      DataSet item, int tag, String value, SpecificCharacterSet characterSet) {
    boolean possible = characterSet.canEncode(value, Values.kind(Vr.LO));
    byte[] bytes = possible ? characterSet.encode(value, Values.kind(Vr.LO)) : new byte[0];
    item.put(new Element.Value(tag, Vr.LO, bytes));
  }
}
