package io.archway.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies a home elsewhere, whether a gateway runs on it or not. */
@Command(
    name = "backup",
    description = {
      "Copies the data folder's contents to another folder.",
      "Again to the same folder, it copies only what is new. Works beside a running gateway.",
      "An index in PostgreSQL is not copied: back it up with pg_dump too."
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Parameters(paramLabel = "DIR", description = "Folder of the backup, made if missing.")
  private Path target;

  @Override
  public Integer call() throws Exception {
    return homeOptions.run(
        spec.commandLine(), List.of("backup", homeOptions.target(target).toString()));
  }
}
