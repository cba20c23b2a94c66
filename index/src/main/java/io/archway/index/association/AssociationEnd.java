package io.archway.index.association;

import java.time.Instant;

/**
 * How an association ended: {@code ending} is one word, never {@link AssociationState#RUNNING},
 * {@code endReason} a sentence for a person.
 */
public record AssociationEnd(
    long associationKey,
    AssociationState ending,
    String endReason,
    long objectsStored,
    long objectsFailed,
    long bytesReceived,
    Instant endedAt) {}
