package io.archway.dicom.dimse;

import io.archway.dicom.net.Association;
import io.archway.dicom.net.PresentationContext;

/**
 * A request that arrived: where, and what its command set says.
 *
 * @param context the accepted presentation context it came in
 * @param sopClassUid the Affected or Requested SOP Class UID, as the operation has it; null if
 *     absent
 * @param sopInstanceUid the Affected or Requested SOP Instance UID; null if absent
 */
public record DimseRequest(
    Association association,
    PresentationContext context,
    DimseOperation operation,
    int messageId,
    String sopClassUid,
    String sopInstanceUid,
    boolean hasDataSet) {}
