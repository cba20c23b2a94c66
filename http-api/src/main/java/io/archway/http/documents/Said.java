package io.archway.http.documents;

import io.archway.http.documents.remote.SftpAddress;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;

/** Bodies of requests that name another system. */
final class Said {
  private static final int MAX_ADDRESS = 1_000;

  private Said() {}

  /** Whoever says where, says as whom. */
  interface Site {
    String sftpAddress();

    String sftpUsername();

    String sftpPassword();

    /** Null where it is wrong. */
    default SftpAddress address(FieldErrors errors) {
      try {
        return SftpAddress.parse(sftpAddress());
      } catch (IllegalArgumentException e) {
        errors.add("SftpAddress", e.getMessage());
        return null;
      }
    }
  }

  record UploadSftp(
      @Rule.Required @Rule.Range(min = 1) Long patNum,
      @Rule.Required @Rule.Size(max = MAX_ADDRESS) String sftpAddress,
      @Rule.Required String sftpUsername,
      @Rule.Required @Rule.Secret @Rule.Size(max = MAX_ADDRESS) String sftpPassword,
      String dateCreated,
      @Rule.Range(min = 1) Long docCategory,
      String imgType,
      String toothNumbers)
      implements DocumentSaid, Site {
    @Override
    public DocumentFields fields(FieldErrors errors) {
      return DocumentFields.of(docCategory, imgType, null, dateCreated, toothNumbers, errors);
    }
  }

  record DownloadSftp(
      @Rule.Range(min = 0) Long docNum,
      @Rule.Range(min = 0) Long mountNum,
      @Rule.Required @Rule.Size(max = MAX_ADDRESS) String sftpAddress,
      @Rule.Required String sftpUsername,
      @Rule.Required @Rule.Secret @Rule.Size(max = MAX_ADDRESS) String sftpPassword)
      implements Rule.Across, Site {
    @Override
    public void check(FieldErrors errors) {
      if (isGiven(docNum) == isGiven(mountNum)) {
        errors.add("DocNum", "expected: this or MountNum");
      }
    }

    static boolean isGiven(Long number) {
      return number != null && number != 0;
    }
  }

  record Thumbnails(
      @Rule.Required @Rule.Range(min = 1) Long patNum,
      @Rule.Required @Rule.Size(max = MAX_ADDRESS) String sftpAddress,
      @Rule.Required String sftpUsername,
      @Rule.Required @Rule.Secret @Rule.Size(max = MAX_ADDRESS) String sftpPassword)
      implements Site {}

  record DownloadMount(
      @Rule.Required @Rule.Range(min = 1) Long mountNum,
      @Rule.Required @Rule.Size(max = MAX_ADDRESS) String sftpAddress,
      @Rule.Required String sftpUsername,
      @Rule.Required @Rule.Secret @Rule.Size(max = MAX_ADDRESS) String sftpPassword)
      implements Site {}

  record SetByUrl(
      @Rule.Required @Rule.Range(min = 1) Long patNum,
      @Rule.Required @Rule.Name("url") @Rule.Size(max = 2_000) String url,
      @Rule.Range(min = 1) Long docCategory,
      String imgType,
      @Rule.Size(max = 2_000) String description,
      String toothNumbers)
      implements DocumentSaid {
    @Override
    public DocumentFields fields(FieldErrors errors) {
      return DocumentFields.of(docCategory, imgType, description, null, toothNumbers, errors);
    }
  }
}
