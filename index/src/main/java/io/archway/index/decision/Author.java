package io.archway.index.decision;

import java.util.Objects;

/** Who decides, and why. {@code userKey} is null for a machine. */
public record Author(Long userKey, String why) {
  public static final int MAX_WHY_LENGTH = 2_000;

  public Author {
    Objects.requireNonNull(why, "why");
  }
}
