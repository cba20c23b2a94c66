package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.OpenHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What can be done with an open home: in the gateway that holds it, or by a command while none
 * runs. One thread each.
 */
public interface Operation {
  ExitCode run(OpenHome home, Report report) throws IOException, InterruptedException;

  /** Whether it may begin with a data folder that is not there yet: what only reads may not. */
  default boolean makesHome() {
    return false;
  }

  /** The operation that a command asks for: its name and arguments, with absolute paths. */
  static Operation of(List<String> request) {
    List<String> arguments = request.subList(1, request.size());
    return switch (request.get(0)) {
      case "import" -> new ImportOperation(arguments.stream().map(Path::of).toList());
      case "import-patients" ->
          new ImportPatientsOperation(
              Path.of(arguments.get(0)), arguments.get(1).equals("preview"), arguments.get(2));
      case "check" -> new CheckOperation(arguments.get(0).equals("repair"));
      case "audit" -> new AuditOperation(arguments.get(0));
      case "reset-password" -> new ResetPasswordOperation(arguments.get(0));
      case "reset-factor" -> new ResetFactorOperation(arguments.get(0));
      case "token" -> new TokenOperation(arguments);
      case "backup" -> new BackupOperation(Path.of(arguments.get(0)));
      case "export" ->
          new ExportOperation(
              Path.of(arguments.get(0)),
              arguments.get(1),
              arguments.get(2),
              arguments.get(3),
              arguments.get(4).equals("dicomdir"),
              arguments.get(5).equals("raw"));
      default ->
          throw new CommandFailure(ExitCode.USAGE, request.get(0) + ": no operation of a home");
    };
  }
}
