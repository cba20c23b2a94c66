package io.archway.index.decision;

import io.archway.index.patient.FoldedName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What both sides say of one attribute (keyword of PS3.6), and whether they agree; null where one
 * of them says nothing.
 */
public record Compared(String attribute, String arrived, String proposed, Boolean agrees) {

  static List<Compared> of(Party arrived, Party proposed) {
    Set<String> attributes = new LinkedHashSet<>(arrived.attributes().keySet());
    attributes.addAll(proposed.attributes().keySet());
    List<Compared> compared = new ArrayList<>();
    for (String attribute : attributes) {
      String one = arrived.attributes().get(attribute);
      String other = proposed.attributes().get(attribute);
      compared.add(new Compared(attribute, one, other, agree(attribute, one, other)));
    }
    return compared;
  }

  private static Boolean agree(String attribute, String one, String other) {
    if (one == null || other == null) {
      return null;
    }
    return switch (attribute) {
      case Party.PATIENT_NAME -> sameName(one, other);
      case Party.MODALITY -> !Collections.disjoint(values(one), values(other));
      default -> one.strip().equals(other.strip());
    };
  }

  /** Without case and diacritics, by any component group that both have. */
  private static boolean sameName(String one, String other) {
    List<String> groups = FoldedName.groups(one);
    List<String> others = FoldedName.groups(other);
    for (int i = 0; i < FoldedName.GROUPS; i++) {
      if (!groups.get(i).isEmpty() && Objects.equals(groups.get(i), others.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> values(String text) {
    return Arrays.asList(text.split("\\\\"));
  }
}
