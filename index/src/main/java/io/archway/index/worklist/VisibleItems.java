package io.archway.index.worklist;

import java.util.List;
import java.util.Objects;

/**
 * Which items of their organization a user sees: those of some offices, or those that they are to
 * read; null does not restrict.
 */
public record VisibleItems(List<Long> officeKeys, Long radiologistKey) {
  public static final VisibleItems ALL = new VisibleItems(null, null);

  public VisibleItems {
    officeKeys = officeKeys == null ? null : List.copyOf(officeKeys);
  }

  public boolean include(WorklistItem item) {
    return include(item.officeKey(), item.radiologistKey());
  }

  boolean include(long officeKey, Long assignedKey) {
    return includeOffice(officeKey)
        && (radiologistKey == null || radiologistKey.equals(assignedKey));
  }

  public boolean includeOffice(long officeKey) {
    return officeKeys == null || officeKeys.contains(officeKey);
  }

  /** What the filter shows of these. */
  WorklistFilter filter(WorklistFilter filter) {
    List<Long> offices = filter.officeKeys();
    if (officeKeys != null) {
      offices =
          offices == null ? officeKeys : offices.stream().filter(officeKeys::contains).toList();
    }
    boolean others =
        radiologistKey != null
            && filter.radiologistKey() != null
            && !Objects.equals(radiologistKey, filter.radiologistKey());
    Long radiologist = radiologistKey == null ? filter.radiologistKey() : radiologistKey;
    return filter.of(others ? List.of() : offices, radiologist);
  }
}
