package io.archway.gateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Works on the audit. */
@Command(
    name = "audit",
    description = "Works on the audit: who saw or changed what.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = AuditCommand.Verify.class)
final class AuditCommand {

  /** Looks whether anybody tampered with it. */
  @Command(
      name = "verify",
      description = {
        "Makes the seal of every entry anew and names the first that does not fit: one that was",
        "changed, deleted, put in or moved. Works beside a running gateway."
      },
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions homeOptions;

    @Option(
        names = "--noted",
        paramLabel = "POSITION:SEAL",
        defaultValue = "",
        description = {
          "A line of an earlier verify, noted elsewhere: who could write everything in the index",
          "can make the whole chain anew, but not so that it has this seal."
        })
    private String noted;

    @Override
    public Integer call() throws Exception {
      if (!noted.isEmpty() && !noted.matches("[0-9]{1,18}:[0-9a-f]{64}")) {
        throw new ParameterException(
            spec.commandLine(),
            "--noted: " + noted + " (expected: POSITION:SEAL, as an earlier verify told it)");
      }
      return homeOptions.run(spec.commandLine(), List.of("audit", noted));
    }
  }
}
