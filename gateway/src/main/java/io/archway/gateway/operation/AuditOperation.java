package io.archway.gateway.operation;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.OpenHome;
import io.archway.index.audit.AuditCheck;
import io.archway.index.audit.ChainState;

/**
 * Makes every seal of the audit anew, and compares the end of the chain, or any place in it, with a
 * seal that somebody noted elsewhere.
 *
 * @param noted {@code POSITION:SEAL}, or empty
 */
record AuditOperation(String noted) implements Operation {
  @Override
  public ExitCode run(OpenHome home, Report report) {
    AuditCheck check = new AuditCheck(home.database(), () -> false);
    AuditCheck.Result result = check.run();
    if (!result.intact()) {
      report.line("wrong: entry %d: %s".formatted(result.firstBroken(), result.what()));
      report.line("%d entries before it fit".formatted(result.rows()));
      return ExitCode.DAMAGED;
    }
    ChainState state = result.state();
    if (state.anchorPosition() > 0) {
      report.line("entries up to %d are kept no longer".formatted(state.anchorPosition()));
    }
    report.line("%d entries fit".formatted(result.rows()));
    report.line("to be noted elsewhere: %d:%s".formatted(state.lastPosition(), state.lastSeal()));
    return noted.isEmpty() || compare(check, report) ? ExitCode.OK : ExitCode.DAMAGED;
  }

  private boolean compare(AuditCheck check, Report report) {
    int colon = noted.indexOf(':');
    long position = Long.parseLong(noted.substring(0, colon));
    String seal = check.sealAt(position).orElse(null);
    if (noted.substring(colon + 1).equals(seal)) {
      report.line("entry %d has the seal that was noted".formatted(position));
      return true;
    }
    report.line(
        "wrong: entry %d: %s"
            .formatted(
                position,
                seal == null
                    ? "not there (expected: the seal that was noted)"
                    : "another seal than the one that was noted: the chain was made anew"));
    return false;
  }
}
