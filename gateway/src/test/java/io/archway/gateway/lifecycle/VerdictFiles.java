package io.archway.gateway.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What a watched folder said of the files that it took, beside where it moved them. */
record VerdictFiles(Path folder) {

  /** {@code what}: done or refused. */
  void await(String what, int count) {
    Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> of(what).size() == count);
  }

  List<String> of(String what) throws IOException {
    Path root = folder.resolve(".archway").resolve(what);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".verdict.txt"))
          .map(VerdictFiles::read)
          .filter(text -> !text.isEmpty())
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
