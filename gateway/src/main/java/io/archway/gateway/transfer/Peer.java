package io.archway.gateway.transfer;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another application entity: {@code TITLE@HOST:PORT}, an IPv6 address in brackets. */
public record Peer(String aeTitle, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("([ -\\[\\]-~]{1,16})@(\\[[0-9A-Fa-f:.%a-z]+]|[^@:\\[\\]]+):(\\d{1,5})");

  public static Peer parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(3)) > 65535) {
      throw new IllegalArgumentException(
          text + " (expected: TITLE@HOST:PORT, such as ARCHWAY@localhost:11112)");
    }
    return new Peer(form.group(1), form.group(2), Integer.parseInt(form.group(3)));
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return aeTitle + "@" + host + ":" + port;
  }
}
