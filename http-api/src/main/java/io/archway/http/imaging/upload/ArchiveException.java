package io.archway.http.imaging.upload;

import java.io.IOException;

/** Why an archive, or an entry of one, is not unpacked; the text is for a person. */
final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  ArchiveException(String message) {
    super(message);
  }
}
