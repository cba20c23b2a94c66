package io.archway.dicom.dimse;

/**
 * A C-STORE to send (PS3.7 9.1.1).
 *
 * @param contextId an accepted presentation context, whose transfer syntax the data set has
 * @param moveOriginatorAeTitle null unless it is a sub-operation of a C-MOVE
 * @param moveOriginatorMessageId of that C-MOVE
 */
public record StoreRequest(
    int contextId,
    String sopClassUid,
    String sopInstanceUid,
    String moveOriginatorAeTitle,
    int moveOriginatorMessageId) {

  public static StoreRequest of(int contextId, String sopClassUid, String sopInstanceUid) {
    return new StoreRequest(contextId, sopClassUid, sopInstanceUid, null, 0);
  }
}
