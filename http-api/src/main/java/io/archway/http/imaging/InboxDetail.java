package io.archway.http.imaging;

import io.archway.http.imaging.InboxParts.Arrived;
import io.archway.http.imaging.InboxParts.Closed;
import io.archway.http.imaging.InboxParts.DecisionPart;
import io.archway.http.imaging.InboxParts.ProposalDetail;
import io.archway.index.decision.InboxCase;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxReason;
import io.archway.index.inbox.InboxState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An inbox entry with everything that it takes to decide it: {@code attributes} are all that what
 * came says of itself, by keyword.
 */
record InboxDetail(
    long id,
    InboxReason reason,
    String text,
    InboxState state,
    Long officeId,
    Instant createdAt,
    Arrived arrived,
    Map<String, String> attributes,
    boolean hasFile,
    List<ProposalDetail> proposals,
    Closed closed,
    List<DecisionPart> decisions) {

  static InboxDetail of(InboxCase shown, Map<Long, String> names) {
    InboxEntry entry = shown.entry();
    return new InboxDetail(
        entry.inboxKey(),
        shown.reason(),
        shown.text(),
        InboxState.valueOf(entry.state()),
        entry.officeKey(),
        entry.createdAt(),
        Arrived.of(shown.arrived()),
        shown.arrived().attributes(),
        entry.container() != null,
        shown.proposed().stream().map(ProposalDetail::of).toList(),
        Closed.of(entry, names),
        shown.decisions().stream().map(one -> DecisionPart.of(one, names)).toList());
  }
}
