package io.archway.http.imaging.upload;

import io.archway.http.imaging.MediumView;
import java.util.List;

/**
 * What became of an upload.
 *
 * @param id of the first medium that the sender sees; null where there is none
 * @param worklistId the item that was named, if anything of the upload belongs to it; else null
 * @param media that its files are, or belong to
 * @param files with a verdict each, in their order; those of an archive in the archive's
 */
public record UploadView(Long id, Long worklistId, List<MediumView> media, List<FileView> files) {

  /** What a file became. */
  public enum Result {
    STORED,
    DUPLICATE,
    CONFLICT,
    QUARANTINED,
    REFUSED,
    /** No DICOM object, in an archive of some. */
    SKIPPED
  }

  /**
   * A file and its verdict.
   *
   * @param reason for a person; null where there is nothing to say
   * @param mediaId null also where the sender does not see the medium
   */
  public record FileView(
      String name, Result verdict, String reason, String sopInstanceUid, Long mediaId) {}
}
