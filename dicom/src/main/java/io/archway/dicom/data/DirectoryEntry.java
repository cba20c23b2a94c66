package io.archway.dicom.data;

import java.util.List;

/**
 * A file that goes into a DICOMDIR.
 *
 * @param header its data set, of which patient, study, series and instance attributes are taken
 * @param fileId the components of its path: 1 to 8, each 1 to 8 of A-Z, 0-9 and _ (PS3.10 8.2)
 */
public record DirectoryEntry(DataSet header, List<String> fileId, String transferSyntaxUid) {
  private static final int MAX_COMPONENTS = 8;

  public DirectoryEntry {
    fileId = List.copyOf(fileId);
    boolean valid =
        !fileId.isEmpty()
            && fileId.size() <= MAX_COMPONENTS
            && fileId.stream().allMatch(component -> component.matches("[A-Z0-9_]{1,8}"));
    if (!valid) {
      throw new IllegalArgumentException(
          "file id: "
              + String.join("/", fileId)
              + " (expected: 1 to 8 components of 1 to 8 characters A-Z, 0-9, _)");
    }
  }
}
