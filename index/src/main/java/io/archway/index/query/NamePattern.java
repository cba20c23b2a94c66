package io.archway.index.query;

import io.archway.index.patient.FoldedName;
import java.util.List;

/**
 * One component group of a name key. Empty components at the end do not count (PS3.5 6.2.1), so
 * components of "*" alone at the end match names that end before them: "Doe^*" matches "Doe". Then
 * {@code base} is what stands before them and {@code mayContinue} is true.
 */
record NamePattern(TextPattern base, boolean mayContinue) {
  static NamePattern of(String folded) {
    String text = folded;
    while (endsWithAnyComponent(text)) {
      text = text.substring(0, text.lastIndexOf('^'));
    }
    return new NamePattern(new TextPattern(text), !text.equals(folded));
  }

  private static boolean endsWithAnyComponent(String text) {
    int component = text.lastIndexOf('^') + 1;
    return component > 0
        && component < text.length()
        && text.substring(component).chars().allMatch(c -> c == FoldedName.ANY);
  }

  boolean isUniversal() {
    return base.isUniversal();
  }

  boolean isExact() {
    return base.isExact();
  }

  boolean hasPrefix() {
    return !base.prefix().isEmpty();
  }

  /** The ways to write it; a value that matches any of them matches. */
  List<TextPattern> alternatives() {
    return mayContinue
        ? List.of(base, new TextPattern(base.text() + "^" + FoldedName.ANY))
        : List.of(base);
  }
}
