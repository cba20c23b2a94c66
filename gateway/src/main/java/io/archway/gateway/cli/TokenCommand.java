package io.archway.gateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tokens by which programs sign in. */
@Command(
    name = "token",
    description = "Makes, lists and revokes tokens by which programs act for users.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TokenCommand.Create.class,
      TokenCommand.Listing.class,
      TokenCommand.Revoke.class
    })
final class TokenCommand {

  private static final int MAX_NAME = 191;
  private static final int MAX_DAYS = 36_500;

  /** Makes one. */
  @Command(
      name = "create",
      description = {
        "Makes a token for a program and shows it once; its user is told by a message.",
        "Works beside a running gateway."
      },
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions homeOptions;

    @Parameters(
        index = "0",
        paramLabel = "USER",
        description = "Username or e-mail address of whom the program acts for.")
    private String user;

    @Parameters(index = "1", paramLabel = "NAME", description = "What the program is called.")
    private String name;

    @Option(
        names = "--scope",
        paramLabel = "PERMISSION",
        split = ",",
        description = "What it may do, such as patient.index; without: all that the user may.")
    private List<String> scopes = List.of();

    @Option(
        names = "--days",
        paramLabel = "DAYS",
        description = "How long it is good; without: until it is revoked.")
    private Integer days;

    @Override
    public Integer call() throws Exception {
      if (name.isBlank() || name.length() > MAX_NAME) {
        throw new ParameterException(
            spec.commandLine(), "NAME: expected: 1 to " + MAX_NAME + " characters");
      }
      if (days != null && (days < 1 || days > MAX_DAYS)) {
        throw new ParameterException(
            spec.commandLine(), "--days: " + days + " (expected: 1 to " + MAX_DAYS + ")");
      }
      String end = days == null ? "" : days.toString();
      return homeOptions.run(
          spec.commandLine(),
          List.of("token", "create", user, name, String.join(",", scopes), end));
    }
  }

  /** Shows which there are. */
  @Command(
      name = "list",
      description = {
        "Lists tokens that programs have, without what they are. Works beside a running gateway."
      },
      mixinStandardHelpOptions = true)
  static final class Listing implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions homeOptions;

    @Parameters(
        paramLabel = "USER",
        arity = "0..1",
        defaultValue = "",
        description = "Username or e-mail address; without: of all users.")
    private String user;

    @Override
    public Integer call() throws Exception {
      return homeOptions.run(spec.commandLine(), List.of("token", "list", user));
    }
  }

  /** Ends one. */
  @Command(
      name = "revoke",
      description = "Makes a token worth nothing at once. Works beside a running gateway.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions homeOptions;

    @Parameters(paramLabel = "ID", description = "The number that list shows.")
    private long id;

    @Override
    public Integer call() throws Exception {
      return homeOptions.run(spec.commandLine(), List.of("token", "revoke", Long.toString(id)));
    }
  }
}
