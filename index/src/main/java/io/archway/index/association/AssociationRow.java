package io.archway.index.association;

import java.time.Instant;
import java.util.List;

/**
 * An association, kept so that a refusal can be understood: who, what was proposed and accepted,
 * what came, how it ended and why. {@code organizationKey} is null where the called AE title
 * belongs to none; what ended is null while it runs. {@code storeName} tells the gateways apart
 * that share a database.
 */
public record AssociationRow(
    long associationKey,
    Long organizationKey,
    String callingAeTitle,
    String calledAeTitle,
    String address,
    String implementationClassUid,
    String implementationVersionName,
    Long peerMaxPduLengthBytes,
    String contexts,
    Instant startedAt,
    Instant endedAt,
    String ending,
    String endReason,
    long objectsStored,
    long objectsFailed,
    long bytesReceived,
    String storeName) {
  public AssociationState state() {
    return ending == null ? AssociationState.RUNNING : AssociationState.valueOf(ending);
  }

  public List<ProposedContext> proposedContexts() {
    return ProposedContext.parse(contexts);
  }
}
