package io.archway.worklist.mpps;

import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Uid;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseOperation;
import io.archway.dicom.dimse.DimseRequest;
import io.archway.dicom.dimse.DimseStatus;

/**
 * A request as far as its command tells (PS3.7 10.1.3, 10.1.5).
 *
 * @param sopInstanceUid trimmed; null where an N-CREATE leaves it to us
 */
record StepRequest(boolean creates, String sopInstanceUid, TransferSyntax syntax) {
  static StepRequest of(DimseRequest request) throws DimseException {
    boolean creates = request.operation() == DimseOperation.N_CREATE;
    if (!creates && request.operation() != DimseOperation.N_SET) {
      throw new DimseException(
          DimseStatus.UNRECOGNIZED_OPERATION,
          request.operation().label() + " (expected: N-CREATE or N-SET)");
    }
    String sopClassUid = trimmed(request.sopClassUid());
    if (!Uids.MODALITY_PERFORMED_PROCEDURE_STEP.equals(sopClassUid)) {
      throw new DimseException(
          DimseStatus.NO_SUCH_SOP_CLASS,
          "SOP Class UID: " + sopClassUid + " (expected: that of the context)");
    }
    String uid = trimmed(request.sopInstanceUid());
    if (uid == null ? !creates : !Uid.isUsable(uid)) {
      throw new DimseException(
          DimseStatus.INVALID_SOP_INSTANCE, "SOP Instance UID: missing, or no UID");
    }
    if (!request.hasDataSet()) {
      throw new DimseException(
          creates ? DimseStatus.MISSING_ATTRIBUTE : DimseStatus.PROCESSING_FAILURE,
          "no attributes (expected: a data set)");
    }
    return new StepRequest(creates, uid, TransferSyntax.of(request.context().transferSyntaxUid()));
  }

  private static String trimmed(String uid) {
    String trimmed = uid == null ? "" : Uid.trim(uid);
    return trimmed.isEmpty() ? null : trimmed;
  }
}
