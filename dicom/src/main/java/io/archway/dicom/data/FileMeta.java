package io.archway.dicom.data;

import io.archway.dicom.dict.Uids;

/**
 * What the File Meta Information of a Part 10 file says (PS3.10 7.1).
 *
 * @param sourceAeTitle who wrote the file (0002,0016), or null
 * @param sendingAeTitle who sent the object (0002,0017), or null
 * @param receivingAeTitle who received it (0002,0018), or null
 */
public record FileMeta(
    String sopClassUid,
    String sopInstanceUid,
    String transferSyntaxUid,
    String implementationClassUid,
    String implementationVersionName,
    String sourceAeTitle,
    String sendingAeTitle,
    String receivingAeTitle) {

  /** Meta information of a file that this program writes of its own. */
  public static FileMeta of(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
    return received(sopClassUid, sopInstanceUid, transferSyntaxUid, null, null, null);
  }

  /** Meta information of a file that this program writes of an object that it received. */
  public static FileMeta received(
      String sopClassUid,
      String sopInstanceUid,
      String transferSyntaxUid,
      String sourceAeTitle,
      String sendingAeTitle,
      String receivingAeTitle) {
    return new FileMeta(
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
        Uids.ARCHWAY_IMPLEMENTATION_CLASS,
        Uids.ARCHWAY_IMPLEMENTATION_VERSION,
        sourceAeTitle,
        sendingAeTitle,
        receivingAeTitle);
  }
}
