package io.archway.gateway.transfer;

import java.nio.file.Path;

/** What became of one file. */
public record Sending(Path path, Verdict verdict, String reason) {
  /** The word that a line begins with, and whether the receiver has the file. */
  public enum Verdict {
    STORED("stored"),
    WARNED("stored with a warning"),
    REFUSED("refused"),
    NOT_SENT("not sent"),
    SKIPPED("skipped");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** A DICOMDIR, which is no instance, is left out on purpose. */
    public boolean isFailure() {
      return this == REFUSED || this == NOT_SENT;
    }
  }

  public String line() {
    return verdict.text + ": " + path + (reason.isEmpty() ? "" : " (" + reason + ")");
  }
}
