package io.archway.index.worklist;

import io.archway.index.access.Visibility;
import io.archway.index.database.BoundedText;
import java.time.LocalDate;
import java.util.List;

/**
 * Which items a list shows; null does not restrict. {@code officeKeys} are the offices whose items
 * may be seen; dates are those of the scheduled start, inclusive; {@code modality} is that of any
 * step. Every word of {@code search} must begin a word of the patient's names or Patient ID, or the
 * whole of it the accession number. Cancelled items are left out unless {@code withCancelled}.
 */
public record WorklistFilter(
    ItemStatus status,
    ScanStatus scanStatus,
    List<Long> officeKeys,
    Long dentistKey,
    Long radiologistKey,
    Long patientKey,
    String modality,
    LocalDate startFrom,
    LocalDate startTo,
    String search,
    boolean withCancelled) {
  public static final WorklistFilter ALL =
      new WorklistFilter(null, null, null, null, null, null, null, null, null, null, true);

  public WorklistFilter {
    officeKeys = officeKeys == null ? null : List.copyOf(officeKeys);
    modality = BoundedText.orNull(modality);
    search = BoundedText.orNull(search);
  }

  public WorklistFilter withSearch(String text) {
    return new WorklistFilter(
        status,
        scanStatus,
        officeKeys,
        dentistKey,
        radiologistKey,
        patientKey,
        modality,
        startFrom,
        startTo,
        text,
        withCancelled);
  }

  /** What this shows to whoever sees these. */
  WorklistFilter seenBy(Visibility visible) {
    List<Long> offices = officeKeys;
    if (visible.officeKeys() != null) {
      offices =
          officeKeys == null
              ? visible.officeKeys()
              : officeKeys.stream().filter(visible::includeOffice).toList();
    }
    if (visible.radiologistKey() == null) {
      return of(offices, radiologistKey);
    }
    boolean others = radiologistKey != null && !radiologistKey.equals(visible.radiologistKey());
    return of(others ? List.of() : offices, visible.radiologistKey());
  }

  WorklistFilter of(List<Long> offices, Long radiologist) {
    return new WorklistFilter(
        status,
        scanStatus,
        offices,
        dentistKey,
        radiologist,
        patientKey,
        modality,
        startFrom,
        startTo,
        search,
        withCancelled);
  }
}
