package io.archway.dicom.dimse;

import io.archway.dicom.net.Association;
import io.archway.dicom.net.PresentationContext;

/**
 * A request that arrived: where, and what its command set says.
 *
 * @param context the accepted presentation context it came in
 * @param operation what is asked for
 * @param command with everything the accessors below do not give
 */
public record DimseRequest(
    Association association,
    PresentationContext context,
    DimseOperation operation,
    CommandSet command) {

  public int messageId() {
    return command.messageId();
  }

  /** The Affected or Requested SOP Class UID, as the operation has it; null if absent. */
  public String sopClassUid() {
    return command.sopClassUid();
  }

  /** The Affected or Requested SOP Instance UID, as the operation has it; null if absent. */
  public String sopInstanceUid() {
    return command.sopInstanceUid();
  }

  public boolean hasDataSet() {
    return command.hasDataSet();
  }
}
