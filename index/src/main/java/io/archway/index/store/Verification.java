package io.archway.index.store;

import java.util.List;

/** The result of a check: how much was read and what was wrong with it. */
public record Verification(long records, long bytes, List<Finding> findings) {

  public Verification {
    findings = List.copyOf(findings);
  }

  /** Told now and then how far a check is; the total is an estimate. */
  @FunctionalInterface
  public interface Progress {
    void onProgress(long doneBytes, long totalBytes);
  }
}
