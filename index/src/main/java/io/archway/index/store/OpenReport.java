package io.archway.index.store;

import java.util.List;

/**
 * What opening the store found and did.
 *
 * @param cutBytes length of the torn tail that was cut: a group that was never acknowledged
 * @param damage stretches before the tail that could not be read
 * @param sweptFiles large files that no record named and that were deleted
 */
public record OpenReport(long cutBytes, List<Damage> damage, List<String> sweptFiles) {

  public OpenReport {
    damage = List.copyOf(damage);
    sweptFiles = List.copyOf(sweptFiles);
  }
}
