package io.archway.http.kernel;

import java.util.regex.Pattern;

/** The host and port of a Host header or an absolute target (RFC 3986 3.2.2, RFC 9110 7.2). */
final class Host {

  private static final Pattern HOST =
      Pattern.compile(
          "(?:\\[[0-9A-Fa-f:.]{2,45}]|(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2}){1,255})"
              + "(?::[0-9]{0,5})?");

  private Host() {}

  static boolean isValid(String text) {
    return HOST.matcher(text).matches();
  }
}
