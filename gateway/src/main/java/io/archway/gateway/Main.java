package io.archway.gateway;

import io.archway.gateway.cli.ArchwayCommand;
import io.archway.gateway.lifecycle.Logging;

/** The program's entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int exitCode = ArchwayCommand.commandLine().execute(args);
    Logging.stop();
    LaunchMark.remove();
    System.exit(exitCode);
  }
}
