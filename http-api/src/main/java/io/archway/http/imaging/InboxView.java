package io.archway.http.imaging;

import io.archway.http.imaging.InboxParts.Arrived;
import io.archway.http.imaging.InboxParts.Closed;
import io.archway.http.imaging.InboxParts.Proposal;
import io.archway.index.decision.InboxCase;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxState;
import java.time.Instant;
import java.util.Map;

/**
 * What waits for a person, as a list shows it: why, in a sentence, what came, and the best of what
 * is proposed.
 */
record InboxView(
    long id,
    InboxReason reason,
    String text,
    InboxState state,
    Long officeId,
    Instant createdAt,
    Arrived arrived,
    int proposals,
    Proposal proposal,
    Closed closed) {

  static InboxView of(InboxCase shown, Map<Long, String> names) {
    InboxEntry entry = shown.entry();
    return new InboxView(
        entry.inboxKey(),
        shown.reason(),
        shown.text(),
        InboxState.valueOf(entry.state()),
        entry.officeKey(),
        entry.createdAt(),
        Arrived.of(shown.arrived()),
        shown.proposed().size(),
        shown.proposed().stream().findFirst().map(Proposal::of).orElse(null),
        Closed.of(entry, names));
  }
}
