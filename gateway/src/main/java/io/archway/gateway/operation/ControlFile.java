package io.archway.gateway.operation;

import io.archway.gateway.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file in a home that says where its gateway listens for commands, and the token without which
 * it does not listen. Only the owner of the home can read it.
 */
public record ControlFile(int port, String token) {
  private static final String NAME = "control";

  public void write(Path home) throws IOException {
    Path file = home.resolve(NAME);
    Files.deleteIfExists(file);
    Files.createFile(file, Home.ownerOnly("rw-------"));
    Files.writeString(file, port + "\n" + token + "\n");
  }

  public static Optional<ControlFile> read(Path home) throws IOException {
    try {
      List<String> lines = Files.readAllLines(home.resolve(NAME));
      return lines.size() == 2 && lines.get(0).matches("\\d{1,5}")
          ? Optional.of(new ControlFile(Integer.parseInt(lines.get(0)), lines.get(1)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  public static void delete(Path home) throws IOException {
    Files.deleteIfExists(home.resolve(NAME));
  }
}
