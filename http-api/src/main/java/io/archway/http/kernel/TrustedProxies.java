package io.archway.http.kernel;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Proxies whose word on where a request came from counts: X-Forwarded-For or Forwarded (RFC 7239),
 * of which a proxy writes one and passes the other on as any client wrote it. Read from the right,
 * up to the first address that is no such proxy: what stands left of it anybody can write.
 * Immutable.
 */
public final class TrustedProxies {

  private static final TrustedProxies NONE =
      new TrustedProxies(Networks.of(List.of()), Header.X_FORWARDED_FOR);

  private final Networks networks;
  private final Header header;

  /** Where proxies say it. */
  public enum Header {
    X_FORWARDED_FOR("X-Forwarded-For"),
    FORWARDED("Forwarded");

    private final String text;

    Header(String text) {
      this.text = text;
    }
  }

  private TrustedProxies(Networks networks, Header header) {
    this.networks = networks;
    this.header = header;
  }

  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * @param networks addresses, or networks such as 10.0.0.0/8 and fd00::/8
   */
  public static TrustedProxies of(List<String> networks, Header header) {
    return new TrustedProxies(Networks.of(networks), header);
  }

  boolean contains(InetAddress address) {
    return networks.contains(address);
  }

  /** Where a request came from, of which the connection is with {@code peer}. */
  InetAddress client(InetAddress peer, HttpHeaders headers) {
    if (networks.isEmpty() || !contains(peer)) {
      return peer;
    }
    List<String> hops = new ArrayList<>();
    headers.getAll(header.text).forEach(line -> hops.addAll(List.of(line.split(",", -1))));
    InetAddress client = peer;
    for (int i = hops.size() - 1; i >= 0 && contains(client); i--) {
      InetAddress hop = Networks.literal(node(hops.get(i).strip()));
      if (hop == null) {
        return client;
      }
      client = hop;
    }
    return client;
  }

  /** The address in an element, without its port; "" where there is none. */
  private String node(String element) {
    String node = header == Header.FORWARDED ? forwardedFor(element) : element;
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      return end < 0 ? "" : node.substring(1, end);
    }
    int colon = node.indexOf(':');
    return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
  }

  private static String forwardedFor(String element) {
    for (String pair : element.split(";")) {
      String stripped = pair.strip();
      if (stripped.toLowerCase(Locale.ROOT).startsWith("for=")) {
        return stripped.substring("for=".length()).replace("\"", "").strip();
      }
    }
    return "";
  }
}
