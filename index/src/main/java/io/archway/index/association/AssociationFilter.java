package io.archway.index.association;

import java.time.Instant;

/**
 * Which associations a list shows; null does not restrict. AE titles and the address are compared
 * as a whole; times of the start are from (inclusive) to (exclusive).
 */
public record AssociationFilter(
    String callingAeTitle,
    String calledAeTitle,
    String address,
    AssociationState state,
    Instant startedFrom,
    Instant startedBefore) {
  public static final AssociationFilter ALL =
      new AssociationFilter(null, null, null, null, null, null);
}
