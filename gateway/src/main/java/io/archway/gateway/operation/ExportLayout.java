package io.archway.gateway.operation;

import io.archway.gateway.home.OpenHome;
import io.archway.index.medium.Medium;
import java.io.IOException;
import java.nio.file.Path;

/** Where exported files go, and what is written beside them. One thread. */
interface ExportLayout {
  /** Before anything is written: refuses where so much, or anything, cannot be written here. */
  default void begin(long instances) throws IOException {}

  /**
   * Writes the files of a study.
   *
   * @param told of each file
   * @return the folder that holds it
   */
  Path write(OpenHome home, Medium study, Told told) throws IOException;

  /** Whether what is no DICOM object has a place in it. */
  default boolean holdsFiles() {
    return false;
  }

  /**
   * Writes an uploaded file, where {@link #holdsFiles}.
   *
   * @return where it is
   */
  default Path writeFile(OpenHome home, Medium file, Told told) throws IOException {
    throw new IllegalStateException("no place for files");
  }

  /** After all studies. */
  default void finish() throws IOException {}

  /** Who is told how it goes. */
  interface Told {
    void written();

    /** A file was left out. */
    void leftOut(String why);
  }
}
