package io.archway.index.association;

import java.time.Instant;
import java.util.List;

/** What is known of an association when it is accepted or rejected. */
public record AssociationStart(
    long associationKey,
    Long organizationKey,
    String callingAeTitle,
    String calledAeTitle,
    String address,
    String implementationClassUid,
    String implementationVersionName,
    Long peerMaxPduLengthBytes,
    List<ProposedContext> contexts,
    Instant startedAt) {}
