package io.archway.http.imaging.upload;

import java.util.Arrays;

/** What a file's name ends with, by what the file was found to be when it came. Pure. */
public final class FileExtensions {
  private static final String UNKNOWN = "bin";

  private FileExtensions() {}

  /** Without the dot, never what its sender called it. */
  public static String of(String mediaType) {
    return Arrays.stream(FileType.values())
        .filter(type -> type.mediaType().equals(mediaType))
        .map(FileType::extension)
        .findFirst()
        .orElse(UNKNOWN);
  }
}
