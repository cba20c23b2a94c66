package io.archway.gateway.cli;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.Explanation;
import io.archway.gateway.ProgramVersion;
import io.archway.gateway.settings.NearName;
import io.archway.gateway.settings.SettingsException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The root of the command line; what a command throws becomes a line on standard error and an exit
 * code here.
 */
@Command(
    name = "archway",
    description = "A DICOM-first imaging gateway for dentistry.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      EchoCommand.class,
      SendCommand.class,
      ImportCommand.class,
      ImportPatientsCommand.class,
      ExportCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      CheckCommand.class,
      ReindexCommand.class,
      AuditCommand.class,
      ResetPasswordCommand.class,
      ResetFactorCommand.class,
      TokenCommand.class,
      SampleCommand.class
    })
public final class ArchwayCommand {
  private ArchwayCommand() {}

  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new ArchwayCommand());
    addExitCodes(commandLine);
    Converters.register(commandLine);
    commandLine
        .getCommandSpec()
        .version("archway " + ProgramVersion.text(), "Java " + Runtime.version());
    commandLine.setParameterExceptionHandler((e, args) -> usage(e));
    commandLine.setExecutionExceptionHandler((e, command, result) -> failure(e, command));
    return commandLine;
  }

  private static void addExitCodes(CommandLine commandLine) {
    UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.list());
    commandLine.getSubcommands().values().forEach(ArchwayCommand::addExitCodes);
  }

  private static int usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("archway: " + e.getMessage());
    nearCommand(e)
        .ifPresentOrElse(
            name -> err.println("Did you mean: " + name + "?"),
            () -> UnmatchedArgumentException.printSuggestions(e, err));
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.USAGE.number();
  }

  /** By letters changed: picocli's own likeness prefers long names that share pairs of letters. */
  private static Optional<String> nearCommand(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
        ? NearName.of(unmatched.getUnmatched().get(0), e.getCommandLine().getSubcommands().keySet())
        : Optional.empty();
  }

  private static int failure(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    if (Boolean.getBoolean("archway.trace")) {
      e.printStackTrace(err);
    }
    if (e instanceof SettingsException settings) {
      settings.problems().forEach(err::println);
      int count = settings.problems().size();
      err.println(
          "archway: "
              + (count == 1 ? "1 error" : count + " errors")
              + " in the settings, nothing was done");
      err.flush();
      return ExitCode.SETTINGS.number();
    }
    CommandFailure failure = Explanation.failure(e);
    err.println("archway: " + failure.getMessage());
    err.flush();
    return failure.exitCode().number();
  }
}
