package io.archway.gateway.cli;

import io.archway.gateway.operation.Reindex;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Builds the index anew. */
@Command(
    name = "reindex",
    description = {
      "Builds a new index from the log of objects, while no gateway runs.",
      "Users, devices, holds and whatever else did not arrive with an object are taken over from the old index if it can be",
      "read. The old index is kept in store/index.old-TIME."
    },
    mixinStandardHelpOptions = true)
final class ReindexCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Override
  public Integer call() throws Exception {
    return homeOptions.report(
        spec.commandLine(),
        (settings, report) -> new Reindex(homeOptions.home(), settings).run(report));
  }
}
