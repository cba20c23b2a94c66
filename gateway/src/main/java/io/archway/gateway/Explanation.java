package io.archway.gateway;

import io.archway.dicom.data.DicomParseException;
import io.archway.index.database.IndexOpenException;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.disk.FailureReason;
import io.archway.index.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** What a failure is called before a person: a sentence, never an exception's name. */
public final class Explanation {
  private static final String UNFORESEEN =
      "this was not foreseen and is a fault of the program; ARCHWAY_JAVA_OPTS=-Darchway.trace=true"
          + " shows where it happened";

  private Explanation() {}

  /** The failure as a command ends with it. */
  public static CommandFailure failure(Throwable failure) {
    return failure instanceof CommandFailure known
        ? known
        : new CommandFailure(ExitCode.FAILED, sentence(failure), failure);
  }

  private static String sentence(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked) {
      return text(unchecked.getCause());
    }
    if (failure instanceof StoreException) {
      return "store: " + failure.getMessage();
    }
    if (failure instanceof IOException file) {
      return text(file);
    }
    if (failure instanceof IndexUnavailableException) {
      return "the index does not answer (expected: a database that can be used); try again later";
    }
    if (failure instanceof IndexOpenException || failure instanceof DicomParseException) {
      return failure.getMessage();
    }
    return UNFORESEEN;
  }

  /** With the file's name, where it is known: the person has named it, or it is ours. */
  public static String text(IOException failure) {
    String reason = FailureReason.of(failure);
    boolean named = failure instanceof FileSystemException file && file.getFile() != null;
    return named ? ((FileSystemException) failure).getFile() + ": " + reason : reason;
  }
}
