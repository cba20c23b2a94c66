package io.archway.http.documents;

import io.archway.http.kernel.Authenticator;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.RequestHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code Authorization: ODFHIR developerKey/customerKey} beside bearer tokens. The developer
 * key says which program calls and is one of those whose digests the settings hold; the customer
 * key is a personal access token, which says for whom. Thread-safe.
 */
final class DeveloperAuthenticator implements Authenticator {
  private static final String SCHEME = "ODFHIR";
  private static final Pattern KEYS =
      Pattern.compile("(?i:ODFHIR) +([A-Za-z0-9._~+=-]{1,128})/([A-Za-z0-9_-]{1,128}) *");

  private final BearerTokens tokens;
  private final Authenticator bearer;
  private final List<byte[]> digests;

  /**
   * @param developerKeys SHA-256 of each key, in hexadecimal digits
   */
  DeveloperAuthenticator(BearerTokens tokens, List<String> developerKeys) {
    this.tokens = tokens;
    this.bearer = Authenticator.bearer(tokens);
    this.digests = developerKeys.stream().map(HexFormat.of()::parseHex).toList();
  }

  @Override
  public Optional<Principal> authenticate(RequestHead head) {
    Matcher keys = keys(head);
    if (keys == null) {
      return bearer.authenticate(head);
    }
    boolean known = isDeveloper(keys.group(1));
    Optional<Principal> customer =
        tokens.find(keys.group(2)).filter(one -> one.proof() == Principal.Proof.PERSONAL_TOKEN);
    return known ? customer : Optional.empty();
  }

  @Override
  public Optional<Principal> holder(RequestHead head) {
    Matcher keys = keys(head);
    return keys == null ? bearer.holder(head) : tokens.holder(keys.group(2));
  }

  private static Matcher keys(RequestHead head) {
    if (head.headers("Authorization").size() != 1) {
      return null;
    }
    Matcher keys = KEYS.matcher(head.header("Authorization"));
    return keys.matches() ? keys : null;
  }

  /** Looks at every key, so that the time tells nothing. */
  private boolean isDeveloper(String key) {
    byte[] digest = sha256(key);
    boolean known = false;
    for (byte[] each : digests) {
      known |= MessageDigest.isEqual(each, digest);
    }
    return known;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  @Override
  public String challenge() {
    return SCHEME + ", Bearer";
  }

  @Override
  public List<String> openApiSchemes() {
    return List.of("bearer", SCHEME);
  }
}
