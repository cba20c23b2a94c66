package io.archway.gateway;

import io.archway.gateway.cli.ArchwayCommand;

/** The program's entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int exitCode = ArchwayCommand.commandLine().execute(args);
    LaunchMark.remove();
    System.exit(exitCode);
  }
}
