package io.archway.dicom.data;

import java.util.List;

/**
 * A file that a DICOMDIR refers to (PS3.3 F.3.2.2).
 *
 * @param recordType such as IMAGE
 * @param fileId the components of its path below the DICOMDIR
 * @param sopInstanceUid as recorded, or null
 * @param transferSyntaxUid as recorded, or null
 */
public record DirectoryFile(
    String recordType,
    List<String> fileId,
    String sopClassUid,
    String sopInstanceUid,
    String transferSyntaxUid) {
  public DirectoryFile {
    fileId = List.copyOf(fileId);
  }
}
