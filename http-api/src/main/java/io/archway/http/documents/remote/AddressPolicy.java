package io.archway.http.documents.remote;

import io.archway.http.kernel.Networks;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Which addresses we connect to because a caller says so: those of the public network that are in
 * none of this machine's own networks, and what the settings allow beside them. Else a caller could
 * reach through us what only we can reach: offices have public addresses of version 6. The address
 * that was checked is the one to be connected to: a name is resolved once. Thread-safe.
 */
public final class AddressPolicy {
  private static final Networks CLOSED =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          // Of version 6 everything but 2000::/3, and therein what holds other addresses.
          "::/3",
          "4000::/2",
          "8000::/1",
          "2001::/23",
          "2001:db8::/32",
          "2002::/16");

  /** One text for both, which would tell else what names there are inside. */
  private static final String NOWHERE = "unknown host, or one that is not allowed";

  private final Networks allowed;

  /** Resolves names; of tests another one. */
  @FunctionalInterface
  public interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  private final Names names;

  /** Networks that this machine is in at the moment, as 198.51.100.7/24. */
  @FunctionalInterface
  public interface Nearby {
    List<String> networks() throws SocketException;
  }

  private final Nearby nearby;

  /**
   * @param allowed addresses or networks (10.1.0.0/16) that are let through beside the public ones
   */
  public AddressPolicy(List<String> allowed) {
    this(allowed, InetAddress::getAllByName, AddressPolicy::ofThisMachine);
  }

  public AddressPolicy(List<String> allowed, Names names, Nearby nearby) {
    this.allowed = Networks.of(allowed);
    this.names = names;
    this.nearby = nearby;
  }

  private static List<String> ofThisMachine() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(each -> each.getInterfaceAddresses().stream())
        .filter(Objects::nonNull)
        .map(each -> network(each.getAddress(), each.getNetworkPrefixLength()))
        .toList();
  }

  /** Without the name of an interface; the address alone where its network makes no sense. */
  private static String network(InetAddress address, int bits) {
    String plain = address.getHostAddress().replaceAll("%.*", "");
    return bits < 1 || bits > address.getAddress().length * 8 ? plain : plain + "/" + bits;
  }

  private static Networks networks(String... texts) {
    return Networks.of(List.of(texts));
  }

  /** Whether we connect there; nowhere where our own networks are not known. */
  public boolean allows(InetAddress address) {
    if (allowed.contains(address)) {
      return true;
    }
    try {
      return !CLOSED.contains(address) && !Networks.of(nearby.networks()).contains(address);
    } catch (SocketException e) {
      return false;
    }
  }

  /**
   * The address of a host that is to be connected to.
   *
   * @throws RemoteException where there is none, or one of them is not allowed
   */
  public InetAddress resolve(String host) throws RemoteException {
    InetAddress[] found;
    try {
      found = names.of(host);
    } catch (UnknownHostException | SecurityException e) {
      throw new RemoteException(NOWHERE, e);
    }
    for (InetAddress each : found) {
      if (!allows(each)) {
        throw new RemoteException(NOWHERE);
      }
    }
    return Arrays.stream(found).filter(Inet4Address.class::isInstance).findFirst().orElse(found[0]);
  }
}
