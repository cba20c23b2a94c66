package io.archway.gateway.operation;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.OpenHome;
import io.archway.http.account.AccountRescue;
import java.time.InstantSource;

/** Takes a user's second factor away, for who has lost it and its recovery codes. */
record ResetFactorOperation(String user) implements Operation {
  @Override
  public ExitCode run(OpenHome home, Report report) {
    boolean removed =
        new AccountRescue(home.database(), home.passwords(), InstantSource.system())
            .resetFactor(user)
            .orElseThrow(() -> ResetPasswordOperation.unknown(user));
    report.line(
        removed
            ? "The user %s signs in by password alone now.".formatted(user)
            : "The user %s had no second factor.".formatted(user));
    return ExitCode.OK;
  }
}
