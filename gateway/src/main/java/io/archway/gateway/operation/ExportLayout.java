package io.archway.gateway.operation;

import io.archway.gateway.home.OpenHome;
import io.archway.index.medium.Medium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where exported files go, and what is written beside them. One thread. */
interface ExportLayout {
  /** Before anything is written: refuses where so much, or anything, cannot be written here. */
  default void begin(long instances) throws IOException {}

  /**
   * Writes the files of a study.
   *
   * @param onFile told of each
   * @return the folder that holds it
   */
  Path write(OpenHome home, Medium study, Runnable onFile) throws IOException;

  /** After all studies. */
  default void finish() throws IOException {}

  /** What is there already with the right length stays. */
  static void copy(OpenHome home, String container, long offset, long length, Path file)
      throws IOException {
    if (!Files.exists(file) || Files.size(file) != length) {
      Path from = home.disk().path(container).orElseThrow();
      FileCopy.copy(from, offset, length, file, bytes -> {});
    }
  }
}
