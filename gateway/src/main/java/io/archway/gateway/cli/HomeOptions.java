package io.archway.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Where the data and the settings of a gateway are: the options that every command on them shares.
 */
final class HomeOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "${env:ARCHWAY_HOME:-./data}",
      description = "Data folder, made if missing (default: ./data, or ARCHWAY_HOME).")
  private Path home;

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      defaultValue = "${env:ARCHWAY_CONF}",
      description =
          "Settings file (default: conf/archway.yaml beside the program, or ARCHWAY_CONF).")
  private Path conf;

  Path home() {
    return home;
  }

  /** The given file, or the one beside the program if there is one. */
  Optional<Path> confFile() {
    if (conf != null) {
      return Optional.of(conf);
    }
    Path beside = Path.of(System.getProperty("archway.app", "."), "conf", "archway.yaml");
    return Files.exists(beside) ? Optional.of(beside) : Optional.empty();
  }
}
