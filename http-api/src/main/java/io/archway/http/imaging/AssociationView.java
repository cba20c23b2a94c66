package io.archway.http.imaging;

import io.archway.index.association.AssociationRow;
import io.archway.index.association.AssociationState;
import io.archway.index.association.ProposedContext;
import java.time.Instant;
import java.util.List;

/**
 * An association as lists show it. {@code reason} says how and why it ended, and what was tolerated
 * on the way; what came is known when it has ended.
 */
record AssociationView(
    long id,
    AssociationState state,
    String reason,
    String callingAeTitle,
    String calledAeTitle,
    String address,
    String implementationClassUid,
    String implementationVersionName,
    int proposedContexts,
    int acceptedContexts,
    Long objectsStored,
    Long objectsFailed,
    Long bytesReceived,
    Instant startedAt,
    Instant endedAt) {

  static AssociationView of(AssociationRow row) {
    List<ProposedContext> contexts = row.proposedContexts();
    boolean ended = row.state() != AssociationState.RUNNING;
    return new AssociationView(
        row.associationKey(),
        row.state(),
        row.endReason(),
        row.callingAeTitle(),
        row.calledAeTitle(),
        row.address(),
        row.implementationClassUid(),
        row.implementationVersionName(),
        contexts.size(),
        (int) contexts.stream().filter(ProposedContext::accepted).count(),
        ended ? row.objectsStored() : null,
        ended ? row.objectsFailed() : null,
        ended ? row.bytesReceived() : null,
        row.startedAt(),
        row.endedAt());
  }
}
