package io.archway.index.decision;

import io.archway.index.access.Visibility;
import io.archway.index.audit.Auditor;
import java.util.Objects;

/**
 * Who decides, and why. {@code userKey} is null for a machine. Items that they do not see are not
 * there for their decisions. {@code auditor} is null where the decision is not to be audited.
 */
public record Author(Long userKey, Visibility visible, String why, Auditor auditor) {
  public static final int MAX_WHY_LENGTH = 2_000;

  /** Whom nobody audits: the gateway itself. */
  public Author(Long userKey, Visibility visible, String why) {
    this(userKey, visible, why, null);
  }

  public Author {
    Objects.requireNonNull(visible, "visible");
    Objects.requireNonNull(why, "why");
  }
}
