package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.OpenHome;
import io.archway.http.account.PersonalTokens;
import io.archway.http.account.ProgramTokens;
import io.archway.http.account.ProgramTokens.RefusedException;
import io.archway.index.account.ProgramToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Makes, lists and revokes tokens for programs: {@code create USER NAME SCOPES DAYS} (scopes with
 * commas; "" is all, and no end), {@code list USER} ("" is all) and {@code revoke ID}.
 */
record TokenOperation(List<String> words) implements Operation {
  @Override
  public ExitCode run(OpenHome home, Report report) {
    ProgramTokens tokens = new ProgramTokens(home.database(), InstantSource.system());
    try {
      switch (words.get(0)) {
        case "create" -> create(tokens, report);
        case "list" -> list(tokens, report);
        default -> revoke(tokens, report);
      }
      return ExitCode.OK;
    } catch (RefusedException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private void create(ProgramTokens tokens, Report report) throws RefusedException {
    String scopes = words.get(3);
    String days = words.get(4);
    PersonalTokens.Granted granted =
        tokens.create(
            words.get(1),
            words.get(2),
            scopes.isEmpty() ? List.of() : List.of(scopes.split(",")),
            days.isEmpty() ? null : Duration.ofDays(Integer.parseInt(days)));
    report.line(
        "Token %d, %s, is shown only now:"
            .formatted(granted.token().tokenKey(), end(granted.token().expiresAt())));
    report.line(granted.accessToken());
  }

  private void list(ProgramTokens tokens, Report report) throws RefusedException {
    List<ProgramToken> found = tokens.list(words.get(1).isEmpty() ? null : words.get(1));
    for (ProgramToken token : found) {
      report.line(
          "%d  %s  %s  %s  made %s, %s"
              .formatted(
                  token.tokenKey(),
                  token.username(),
                  token.name(),
                  token.scopes() == null ? "(all that the user may)" : token.scopes(),
                  token.createdAt(),
                  end(token.expiresAt())));
    }
    report.line("%d tokens".formatted(found.size()));
  }

  private static String end(Instant expiresAt) {
    return expiresAt == null ? "good until it is revoked" : "good until " + expiresAt;
  }

  private void revoke(ProgramTokens tokens, Report report) {
    long key = Long.parseLong(words.get(1));
    if (!tokens.revoke(key)) {
      throw new CommandFailure(
          ExitCode.USAGE, key + ": no such token (expected: an id that archway token list shows)");
    }
    report.line("Token %d is worth nothing any more.".formatted(key));
  }
}
