package io.archway.dicom.dimse;

import java.util.List;

/**
 * What a provider answers. The message id, the operation and the UIDs of the request are added by
 * the dispatcher.
 *
 * @param errorComment null for none; cut to the 64 characters of an LO when sent
 * @param offendingElements tags; empty for none
 * @param affectedSopInstanceUid if another than the request's (N-CREATE), else null
 * @param subOperations of a C-MOVE or C-GET, else null
 */
public record DimseResponse(
    DimseStatus status,
    String errorComment,
    List<Integer> offendingElements,
    String affectedSopInstanceUid,
    SubOperations subOperations) {

  public DimseResponse {
    offendingElements = List.copyOf(offendingElements);
  }

  /** The counts in responses of C-MOVE and C-GET (PS3.7 9.3.3.2); remaining -1 to leave it out. */
  public record SubOperations(int remaining, int completed, int failed, int warning) {}

  public static DimseResponse of(DimseStatus status) {
    return new DimseResponse(status, null, List.of(), null, null);
  }

  public DimseResponse withErrorComment(String comment) {
    return new DimseResponse(
        status, comment, offendingElements, affectedSopInstanceUid, subOperations);
  }

  public DimseResponse withOffendingElements(List<Integer> tags) {
    return new DimseResponse(status, errorComment, tags, affectedSopInstanceUid, subOperations);
  }

  public DimseResponse withAffectedSopInstanceUid(String uid) {
    return new DimseResponse(status, errorComment, offendingElements, uid, subOperations);
  }

  public DimseResponse withSubOperations(SubOperations counts) {
    return new DimseResponse(
        status, errorComment, offendingElements, affectedSopInstanceUid, counts);
  }
}
