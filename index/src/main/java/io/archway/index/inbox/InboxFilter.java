package io.archway.index.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Which entries a list shows; null where that does not matter. */
public record InboxFilter(
    InboxState state,
    List<InboxReason> reasons,
    List<Long> officeKeys,
    Instant createdFrom,
    Instant createdBefore) {
  public InboxFilter {
    Objects.requireNonNull(state, "state");
    reasons = reasons == null ? null : List.copyOf(reasons);
    officeKeys = officeKeys == null ? null : List.copyOf(officeKeys);
  }

  /** What this shows of these offices; null are all. */
  public InboxFilter within(List<Long> offices) {
    if (offices == null) {
      return this;
    }
    List<Long> both =
        officeKeys == null ? offices : officeKeys.stream().filter(offices::contains).toList();
    return new InboxFilter(state, reasons, both, createdFrom, createdBefore);
  }

  public boolean showsNothing() {
    return officeKeys != null && officeKeys.isEmpty();
  }

  public static InboxFilter of(InboxState state) {
    return new InboxFilter(state, null, null, null, null);
  }
}
