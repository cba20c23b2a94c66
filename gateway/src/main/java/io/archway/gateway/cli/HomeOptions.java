package io.archway.gateway.cli;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.operation.OperationRunner;
import io.archway.gateway.operation.Report;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsException;
import io.archway.gateway.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
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
    return folder("--home", home);
  }

  /** The given file, or the one beside the program if there is one. */
  Optional<Path> confFile() {
    if (conf != null) {
      return Optional.of(conf);
    }
    Path beside = Path.of(System.getProperty("archway.app", "."), "conf", "archway.yaml");
    return Files.exists(beside) ? Optional.of(beside) : Optional.empty();
  }

  /** For commands that have no options for single settings. */
  Settings settings() throws SettingsException {
    SettingsLoader loader = new SettingsLoader();
    confFile().ifPresent(loader::file);
    return loader.environment(System.getenv()).load();
  }

  /** Work on the home that tells how it goes. */
  interface Work {
    ExitCode run(Settings settings, Report report) throws IOException, InterruptedException;
  }

  /** Does an operation on the home, wherever that must happen. */
  int run(CommandLine command, List<String> request) throws Exception {
    return report(
        command, (settings, report) -> new OperationRunner(home(), settings).run(request, report));
  }

  /** Does work and shows its report. */
  int report(CommandLine command, Work work) throws Exception {
    try (ConsoleReport report = new ConsoleReport(command)) {
      return work.run(settings(), report).number();
    }
  }

  /** A folder to be written to, absolute; it need not be there. */
  Path target(Path path) {
    return folder("DIR", path).toAbsolutePath();
  }

  private static Path folder(String name, Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new CommandFailure(
          ExitCode.USAGE, name + ": " + path + " is a file (expected: a folder)");
    }
    return path;
  }

  /** Absolute, since the gateway that may do the work has another working folder. */
  Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new CommandFailure(ExitCode.USAGE, path + ": no such file or folder");
    }
    return path.toAbsolutePath();
  }
}
