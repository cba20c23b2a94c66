package io.archway.gateway.cli;

import io.archway.gateway.operation.Restore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a home of a backup. */
@Command(
    name = "restore",
    description = {
      "Makes a new data folder of a backup.",
      "Where index.url is given, the index is built from the log in that database, which has to be",
      "empty."
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Parameters(paramLabel = "DIR", description = "Folder of the backup.")
  private Path backup;

  @Override
  public Integer call() throws Exception {
    Path existing = homeOptions.target(homeOptions.existing(backup));
    return homeOptions.report(
        spec.commandLine(),
        (settings, report) -> new Restore(existing, homeOptions.home(), settings).run(report));
  }
}
