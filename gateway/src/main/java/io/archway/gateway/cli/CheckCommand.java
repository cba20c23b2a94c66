package io.archway.gateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks whether a home is whole. */
@Command(
    name = "check",
    description = {
      "Compares everything in the data folder with its checksums, and the index with the log.",
      "Works beside a running gateway."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Option(
      names = "--repair",
      description = {
        "Make missing rows of the index anew and move files that nothing names to",
        "store/quarantine. Destroys nothing."
      })
  private boolean repair;

  @Override
  public Integer call() throws Exception {
    return homeOptions.run(spec.commandLine(), List.of("check", repair ? "repair" : ""));
  }
}
