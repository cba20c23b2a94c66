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

  /** After all studies. */
  default void finish() throws IOException {}

  /** Who is told how it goes. */
  interface Told {
    void written();

    /** A file was left out. */
    void leftOut(String why);
  }
}
