package io.archway.http.imaging;

import io.archway.index.association.AssociationRow;
import io.archway.index.association.AssociationState;
import java.time.Instant;
import java.util.List;

/** An association by itself: what lists show of it, and each of its presentation contexts. */
record AssociationDetail(
    long id,
    AssociationState state,
    String reason,
    String callingAeTitle,
    String calledAeTitle,
    String address,
    String implementationClassUid,
    String implementationVersionName,
    Long maxPduLengthBytes,
    int proposedContexts,
    int acceptedContexts,
    List<ContextView> presentationContexts,
    Long objectsStored,
    Long objectsFailed,
    Long bytesReceived,
    Instant startedAt,
    Instant endedAt) {

  static AssociationDetail of(AssociationRow row) {
    AssociationView view = AssociationView.of(row);
    return new AssociationDetail(
        view.id(),
        view.state(),
        view.reason(),
        view.callingAeTitle(),
        view.calledAeTitle(),
        view.address(),
        view.implementationClassUid(),
        view.implementationVersionName(),
        row.peerMaxPduLengthBytes(),
        view.proposedContexts(),
        view.acceptedContexts(),
        ContextView.all(row),
        view.objectsStored(),
        view.objectsFailed(),
        view.bytesReceived(),
        view.startedAt(),
        view.endedAt());
  }
}
