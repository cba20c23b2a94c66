package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.OpenHome;
import io.archway.http.account.AccountRescue;
import java.time.InstantSource;

/** Gives a user another password, which is shown once. For who can be reached by no message. */
record ResetPasswordOperation(String user) implements Operation {
  @Override
  public ExitCode run(OpenHome home, Report report) {
    String password =
        new AccountRescue(home.database(), home.passwords(), InstantSource.system())
            .resetPassword(user)
            .orElseThrow(() -> unknown(user));
    report.line(
        "The user %s has the password %s, which is shown only now.".formatted(user, password));
    return ExitCode.OK;
  }

  static CommandFailure unknown(String user) {
    return new CommandFailure(
        ExitCode.USAGE, user + ": no such user (expected: a username or an e-mail address)");
  }
}
