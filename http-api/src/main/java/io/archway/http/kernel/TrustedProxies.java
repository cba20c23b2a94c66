package io.archway.http.kernel;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
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

  private static final TrustedProxies NONE = new TrustedProxies(List.of(), Header.X_FORWARDED_FOR);

  private final List<Network> networks;
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

  /** Addresses that begin with the same bits. */
  private record Network(byte[] address, int bits) {

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit += Byte.SIZE) {
        int mask = bits - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (bits - bit));
        if (((address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private TrustedProxies(List<Network> networks, Header header) {
    this.networks = List.copyOf(networks);
    this.header = header;
  }

  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * @param networks addresses, or networks such as 10.0.0.0/8 and fd00::/8
   */
  public static TrustedProxies of(List<String> networks, Header header) {
    List<Network> parsed = new ArrayList<>();
    for (String network : networks) {
      parsed.add(network(network));
    }
    return new TrustedProxies(parsed, header);
  }

  private static Network network(String text) {
    String[] parts = text.split("/", 2);
    InetAddress address = literal(parts[0]);
    int most = address == null ? 0 : address.getAddress().length * Byte.SIZE;
    boolean whole = parts.length == 1;
    int bits = whole ? most : parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
    if (address == null || bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          text + " (expected: an address, or a network such as 10.0.0.0/8)");
    }
    return new Network(address.getAddress(), bits);
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return networks.stream().anyMatch(network -> network.contains(bytes));
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
      InetAddress hop = literal(node(hops.get(i).strip()));
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

  /** Null where it is none; never asks for a name. */
  private static InetAddress literal(String text) {
    byte[] bytes = text.isEmpty() ? null : NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
