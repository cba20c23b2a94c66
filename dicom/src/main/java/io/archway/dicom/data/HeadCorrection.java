package io.archway.dicom.data;

import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Vr;
import java.time.Instant;
import java.util.List;

/**
 * What a data set is to say at its top level, and who says so (PS3.3 C.12.1, Original Attributes
 * Sequence).
 *
 * @param attributes text of one value each
 * @param modifyingSystem at most 64 characters
 * @param sourceOfPreviousValues who provided the data set; may be empty
 */
public record HeadCorrection(
    List<Attribute> attributes,
    Instant modifiedAt,
    String modifyingSystem,
    Reason reason,
    String sourceOfPreviousValues) {
  public HeadCorrection {
    attributes = List.copyOf(attributes);
  }

  /** A value without padding; null where it is unknown, which leaves the element empty. */
  public record Attribute(int tag, String value) {
    public Attribute {
      if (!Dictionary.vr(tag).isText()) {
        throw new IllegalArgumentException("VR: " + Dictionary.vr(tag) + " (expected: of text)");
      }
    }

    Vr vr() {
      return Dictionary.vr(tag);
    }
  }

  /** The defined terms of Reason for the Attribute Modification (0400,0565). */
  public enum Reason {
    /** Reconciled with what an archive or index knows. */
    COERCE,
    /** What was said was wrong. */
    CORRECT
  }
}
