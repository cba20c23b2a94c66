package io.archway.http.kernel;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Addresses and networks as settings name them: 192.0.2.7, 10.0.0.0/8, fd00::/8. Immutable. */
public final class Networks {
  private final List<Network> networks;

  private Networks(List<Network> networks) {
    this.networks = networks;
  }

  /** Throws IllegalArgumentException that names what is neither an address nor a network. */
  public static Networks of(List<String> texts) {
    return new Networks(texts.stream().map(Networks::network).toList());
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

  public boolean isEmpty() {
    return networks.isEmpty();
  }

  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return networks.stream().anyMatch(network -> network.contains(bytes));
  }

  /** Null where it is none; never asks for a name. */
  static InetAddress literal(String text) {
    byte[] bytes = text.isEmpty() ? null : NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null;
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
}
