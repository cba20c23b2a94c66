package io.archway.gateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets in again who has lost their second factor. */
@Command(
    name = "reset-factor",
    description = {
      "Takes a user's second factor away; the password alone lets them in then.",
      "Works beside a running gateway."
    },
    mixinStandardHelpOptions = true)
final class ResetFactorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Parameters(paramLabel = "USER", description = "Username or e-mail address.")
  private String user;

  @Override
  public Integer call() throws Exception {
    return homeOptions.run(spec.commandLine(), List.of("reset-factor", user));
  }
}
