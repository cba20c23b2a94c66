package io.archway.index.decision;

import io.archway.index.inbox.Decision;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxReason;
import java.util.List;

/**
 * An entry with all that it takes to decide it: what arrived, what is proposed, why it waits in a
 * sentence without patient data, and what was decided before, the last first.
 */
public record InboxCase(
    InboxEntry entry,
    String text,
    Party arrived,
    List<Proposed> proposed,
    List<Decision> decisions) {
  public InboxCase {
    proposed = List.copyOf(proposed);
    decisions = List.copyOf(decisions);
  }

  public InboxReason reason() {
    return InboxReason.valueOf(entry.reason());
  }
}
