package io.archway.http.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bearer tokens in the Authorization header (RFC 6750 2.1). Worker threads. */
record BearerAuthenticator(BearerTokens tokens) implements Authenticator {

  private static final Pattern BEARER =
      Pattern.compile("(?i:Bearer) +([A-Za-z0-9\\-._~+/|]{1,512}=*) *");

  @Override
  public Optional<Principal> authenticate(RequestHead head) {
    return token(head).flatMap(tokens::find);
  }

  @Override
  public Optional<Principal> holder(RequestHead head) {
    return token(head).flatMap(tokens::holder);
  }

  private static Optional<String> token(RequestHead head) {
    if (head.headers("Authorization").size() != 1) {
      return Optional.empty();
    }
    Matcher matcher = BEARER.matcher(head.header("Authorization"));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public String challenge() {
    return "Bearer";
  }
}
