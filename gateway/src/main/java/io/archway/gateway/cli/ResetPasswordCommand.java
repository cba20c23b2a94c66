package io.archway.gateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets in again who does not know their password. */
@Command(
    name = "reset-password",
    description = {
      "Gives a user another password, which is shown once, and ends all of their sign-ins.",
      "Works beside a running gateway."
    },
    mixinStandardHelpOptions = true)
final class ResetPasswordCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Parameters(paramLabel = "USER", description = "Username or e-mail address.")
  private String user;

  @Override
  public Integer call() throws Exception {
    return homeOptions.run(spec.commandLine(), List.of("reset-password", user));
  }
}
