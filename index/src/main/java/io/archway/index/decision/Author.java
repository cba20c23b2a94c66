package io.archway.index.decision;

import io.archway.index.access.Visibility;
import java.util.Objects;

/**
 * Who decides, and why. {@code userKey} is null for a machine. Items that they do not see are not
 * there for their decisions.
 */
public record Author(Long userKey, Visibility visible, String why) {
  public static final int MAX_WHY_LENGTH = 2_000;

  public Author {
    Objects.requireNonNull(visible, "visible");
    Objects.requireNonNull(why, "why");
  }
}
