package io.archway.testdata;

import java.nio.file.Path;

/** Told of every file that was written. */
@FunctionalInterface
public interface SampleProgress {
  /**
   * @param done files written so far, this one included
   * @param total files that there will be
   */
  void written(Path file, long bytes, long done, long total);
}
