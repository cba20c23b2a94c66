package io.archway.index.decision;

import java.util.List;

/**
 * One way to decide an entry, number 1 the best; {@code grade} says by what it is proposed and is a
 * name of {@link io.archway.index.worklist.MatchGrade}, or null for a version.
 */
public record Proposed(int number, String grade, Party party, List<Compared> compared) {
  public Proposed {
    compared = List.copyOf(compared);
  }

  /** Attributes of which both sides say something else. */
  public List<String> different() {
    return compared.stream()
        .filter(one -> Boolean.FALSE.equals(one.agrees()))
        .map(Compared::attribute)
        .toList();
  }
}
