package io.archway.index.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureReasonTest {
  private static final String NAME = "Doe^Jane";

  @Test
  void saysInWordsWhatWentWrongAndNamesNoFile() {
    for (IOException failure :
        List.of(
            new NoSuchFileException(NAME),
            new AccessDeniedException(NAME),
            new NotDirectoryException(NAME),
            new FileAlreadyExistsException(NAME),
            new FileSystemException(NAME),
            new FileSystemException(NAME, null, "Input/output error"),
            new EOFException(NAME),
            new UnknownHostException(NAME),
            new IOException((String) null))) {
      assertThat(FailureReason.of(failure))
          .as(failure.getClass().getSimpleName())
          .isNotBlank()
          .doesNotContain(NAME, "Exception", "null");
    }
    assertThat(FailureReason.of(new FileSystemException(NAME, null, "Input/output error")))
        .isEqualTo("Input/output error");
    assertThat(FailureReason.of(new IOException("length: 3 (expected: 4)")))
        .isEqualTo("length: 3 (expected: 4)");
  }

  @Test
  void saysItOfRealFailures(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(reason(() -> Files.createDirectories(file.resolve("below"))))
        .doesNotContain("Exception", folder.toString());
    assertThat(reason(() -> Files.readString(folder))).isEqualTo("Is a directory");
    assertThat(reason(() -> Files.list(file))).isEqualTo("not a folder");
    assertThat(reason(() -> Files.delete(folder))).isEqualTo("the folder is not empty");
  }

  private interface Work {
    void run() throws IOException;
  }

  private static String reason(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      return FailureReason.of(e);
    }
    throw new AssertionError("nothing failed");
  }
}
