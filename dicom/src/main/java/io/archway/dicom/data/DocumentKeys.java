package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.util.List;
import java.util.Objects;

/**
 * What the directory record of a document takes from the document's data set (PS3.3 F.5): reports
 * and key objects, whose record says what kind they are and whether they are complete and verified,
 * and presentation states, whose record says what they are of. Stateless, any thread.
 */
public final class DocumentKeys {
  private static final String UTF_8 = "ISO_IR 192";
  private static final String CONCEPT_MODIFIER = "HAS CONCEPT MOD";
  private static final String VERIFIED = "VERIFIED";
  private static final String UNVERIFIED = "UNVERIFIED";
  private static final String PARTIAL = "PARTIAL";

  private DocumentKeys() {}

  /** Whether the record of such an instance needs more than identifies it. */
  public static boolean areNeeded(String sopClassUid) {
    return switch (DirectoryRecordType.of(sopClassUid)) {
      case SR_DOCUMENT, KEY_OBJECT_DOCUMENT, PRESENTATION -> true;
      case PATIENT, STUDY, SERIES, IMAGE, ENCAPSULATED_DOCUMENT, RAW, WAVEFORM -> false;
    };
  }

  /**
   * The keys, in UTF-8. A report that does not say that it is complete or verified is neither.
   *
   * @param document as far as it could be read; may be empty
   */
  public static DataSet of(String sopClassUid, DataSet document) {
    DirectoryRecordType type = DirectoryRecordType.of(sopClassUid);
    DataSet keys = new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, UTF_8);
    copy(document, type.keys(), keys);
    copy(document, type.conditionalKeys(), keys);
    if (type == DirectoryRecordType.SR_DOCUMENT) {
      putFlags(document, keys);
    }
    if (type == DirectoryRecordType.SR_DOCUMENT
        || type == DirectoryRecordType.KEY_OBJECT_DOCUMENT) {
      putConceptModifiers(keys);
    }
    return keys;
  }

  private static void putFlags(DataSet document, DataSet keys) {
    if (keys.string(Tag.COMPLETION_FLAG) == null) {
      keys.put(Tag.COMPLETION_FLAG, Vr.CS, PARTIAL);
    }
    if (keys.string(Tag.VERIFICATION_FLAG) == null) {
      keys.put(Tag.VERIFICATION_FLAG, Vr.CS, UNVERIFIED);
    }
    keys.remove(Tag.VERIFICATION_DATE_TIME);
    if (VERIFIED.equals(keys.string(Tag.VERIFICATION_FLAG))) {
      document.items(Tag.VERIFYING_OBSERVER_SEQUENCE).stream()
          .map(observer -> observer.string(Tag.VERIFICATION_DATE_TIME))
          .filter(Objects::nonNull)
          .max(String::compareTo)
          .ifPresent(latest -> keys.put(Tag.VERIFICATION_DATE_TIME, Vr.DT, latest));
    }
  }

  /** Of all content only what modifies the document's title. */
  private static void putConceptModifiers(DataSet keys) {
    List<DataSet> modifiers =
        keys.items(Tag.CONTENT_SEQUENCE).stream()
            .filter(item -> CONCEPT_MODIFIER.equals(item.string(Tag.RELATIONSHIP_TYPE)))
            .toList();
    keys.remove(Tag.CONTENT_SEQUENCE);
    if (!modifiers.isEmpty()) {
      keys.putItems(Tag.CONTENT_SEQUENCE, modifiers);
    }
  }

  private static void copy(DataSet from, int[] tags, DataSet to) {
    for (int tag : tags) {
      Element element = from.element(tag);
      if (element != null) {
        copy(from, element, to);
      }
    }
  }

  /** Text is decoded here and encoded anew when the record is written. */
  private static void copy(DataSet from, Element element, DataSet to) {
    if (element instanceof Element.Sequence sequence) {
      to.putItems(element.tag(), sequence.items().stream().map(DocumentKeys::inUtf8).toList());
    } else if (element.vr().isText() && element.vr().usesCharacterSet()) {
      to.put(element.tag(), element.vr(), from.strings(element.tag()).toArray(String[]::new));
    } else if (element instanceof Element.Value && element.vr() != Vr.UN) {
      to.put(element);
    }
  }

  private static DataSet inUtf8(DataSet item) {
    DataSet copy = new DataSet();
    for (Element element : item) {
      copy(item, element, copy);
    }
    copy.remove(Tag.SPECIFIC_CHARACTER_SET);
    return copy;
  }
}
