package io.archway.http.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The target of a request (RFC 9112 3.2), each part percent-decoded exactly once. Refuses what two
 * readers could understand differently: bad escapes, bad UTF-8, control characters, dot segments
 * and separators that are hidden in a segment.
 *
 * @param path decoded segments; empty for the root
 * @param query decoded names and values in order
 */
record RequestTarget(List<String> path, List<Map.Entry<String, String>> query) {

  static RequestTarget parse(String target, int maxQueryParameters) {
    String origin = originForm(target);
    int question = origin.indexOf('?');
    String path = question < 0 ? origin : origin.substring(0, question);
    String query = question < 0 ? "" : origin.substring(question + 1);
    return new RequestTarget(path(path), query(query, maxQueryParameters));
  }

  /** The path as it was sent, in segments, for finding the family whose dialect an error speaks. */
  static List<String> rawPath(String target) {
    String origin = target.startsWith("/") ? target.substring(1) : "";
    int question = origin.indexOf('?');
    return List.of((question < 0 ? origin : origin.substring(0, question)).split("/", -1));
  }

  /** Strips scheme and authority of the absolute form, which proxies send. */
  private static String originForm(String target) {
    if (target.startsWith("/")) {
      return target;
    }
    int scheme = target.regionMatches(true, 0, "http://", 0, 7) ? 7 : 8;
    if (scheme == 8 && !target.regionMatches(true, 0, "https://", 0, 8)) {
      throw bad("target (expected: an absolute path)");
    }
    int end = scheme;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    if (!Host.isValid(target.substring(scheme, end))) {
      throw bad("target: authority (expected: host[:port])");
    }
    String rest = target.substring(end);
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static List<String> path(String path) {
    if (path.indexOf('#') >= 0) {
      throw bad("path: contains # (expected: percent-encoded)");
    }
    if (path.length() == 1) {
      return List.of();
    }
    List<String> segments = new ArrayList<>(8);
    for (String raw : path.substring(1).split("/", -1)) {
      segments.add(segment(decode(raw, false)));
    }
    return segments;
  }

  private static String segment(String segment) {
    if (segment.equals(".") || segment.equals("..")) {
      throw bad("path: dot segment (expected: none)");
    }
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '/' || c == '\\' || Character.isISOControl(c)) {
        throw bad("path: U+%04X in a segment (expected: none)".formatted((int) c));
      }
    }
    return segment;
  }

  private static List<Map.Entry<String, String>> query(String query, int maxParameters) {
    if (query.indexOf('#') >= 0) {
      throw bad("query: contains # (expected: percent-encoded)");
    }
    return pairs(query, maxParameters, "query");
  }

  /** The fields of a form's body, which are written as a query is. */
  static List<Map.Entry<String, String>> form(String body, int maxFields) {
    return pairs(body, maxFields, "body");
  }

  private static List<Map.Entry<String, String>> pairs(
      String query, int maxParameters, String where) {
    if (query.isEmpty()) {
      return List.of();
    }
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      if (pairs.size() == maxParameters) {
        throw bad(where + ": parameters: > %d (expected: at most that)".formatted(maxParameters));
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      pairs.add(Map.entry(decode(name, true), decode(value, true)));
    }
    return pairs;
  }

  private static String decode(String raw, boolean plusIsSpace) {
    if (raw.indexOf('%') < 0 && (!plusIsSpace || raw.indexOf('+') < 0)) {
      return raw;
    }
    byte[] bytes = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? hexDigit(raw.charAt(i + 1)) : -1;
        int low = i + 2 < raw.length() ? hexDigit(raw.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw bad("target: % without two hexadecimal digits");
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw bad("target: escapes (expected: UTF-8)");
    }
  }

  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static ProblemException bad(String text) {
    return new ProblemException(ProblemType.BAD_REQUEST, text);
  }
}
