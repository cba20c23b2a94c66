package io.archway.http.kernel;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which origins' pages a browser lets call us (Fetch Standard, 3.3). Never with credentials: a page
 * sends its token itself. Where origins are named, what a cache keeps for one is not another's.
 * Immutable.
 */
public final class CrossOrigin {

  private static final String ANY = "*";
  private static final CrossOrigin NONE = new CrossOrigin(Set.of());
  private static final String EXPOSED =
      "Accept-Ranges, Content-Disposition, Content-Range, ETag, Location, Retry-After,"
          + " WWW-Authenticate, X-Request-Id";
  private static final String MAX_AGE_SECONDS = "600";
  private static final Pattern NAMES =
      Pattern.compile(
          "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}([ \t]*,[ \t]*[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}){0,31}");

  private final Set<String> origins;

  private CrossOrigin(Set<String> origins) {
    this.origins = origins;
  }

  /** No page but our own. */
  public static CrossOrigin none() {
    return NONE;
  }

  /**
   * @param origins like {@code https://clinic.example}, in lower case; {@code *} is any
   */
  public static CrossOrigin of(List<String> origins) {
    return new CrossOrigin(Set.copyOf(origins));
  }

  /**
   * Says in an answer's headers who may read it.
   *
   * @param asked the request's headers
   */
  void tell(HttpHeaders asked, HttpHeaders answer) {
    String allowed = allowed(asked);
    if (!origins.isEmpty() && !origins.contains(ANY)) {
      answer.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    }
    if (allowed != null) {
      answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
      answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
  }

  /** Says in the answer to an OPTIONS request what a page may send (Fetch Standard, 4.8). */
  void tellBefore(HttpHeaders asked, HttpHeaders answer) {
    if (allowed(asked) == null
        || !asked.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
        || !answer.contains(HttpHeaderNames.ALLOW)) {
      return;
    }
    answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, answer.get(HttpHeaderNames.ALLOW));
    String names = asked.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
    if (names != null && NAMES.matcher(names).matches()) {
      answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, names); // unknown ones do nothing
    }
    answer.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
    answer.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
  }

  private String allowed(HttpHeaders asked) {
    if (origins.contains(ANY)) {
      return ANY;
    }
    List<String> named = asked.getAll(HttpHeaderNames.ORIGIN);
    return named.size() == 1 && origins.contains(named.get(0)) ? named.get(0) : null;
  }
}
