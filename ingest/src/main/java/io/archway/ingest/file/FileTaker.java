package io.archway.ingest.file;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Takes the files of a watched folder, one at a time, on the folder's thread. */
@FunctionalInterface
public interface FileTaker {

  /** What is to be done with a file that was tried. */
  enum Fate {
    DONE,
    REFUSED,
    /** To be tried again. */
    WAITS,
    /** Not meant for us: left where it is without a word. */
    LEFT
  }

  /**
   * What became of a file.
   *
   * @param summary for the log: no patient's data
   * @param verdict the text that is laid beside the file
   */
  record Taken(Fate fate, String summary, String verdict) {}

  /**
   * Returns when what was taken is durable.
   *
   * @param stopping whether there is to be an end soon
   */
  Taken take(Path file, BooleanSupplier stopping);
}
