package io.archway.dicom.charset;

import java.util.Set;

/** A decoded value and what was odd about its bytes. */
public record DecodedText(String text, Set<TextOddity> oddities) {
  public DecodedText {
    oddities = Set.copyOf(oddities);
  }
}
