package io.archway.http.documents.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final AddressPolicy POLICY = new AddressPolicy(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001::1",
        "::a00:1"
      })
  void privateAddressesAreRefused(String address) {
    assertThatThrownBy(() -> POLICY.resolve(address))
        .isInstanceOf(RemoteException.class)
        .hasMessage("unknown host, or one that is not allowed");
  }

  /** As Java's resolver reads them, they are what they stand for. */
  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "127.1"})
  void otherWritingsOfThemAreRefused(String address) {
    assertThatThrownBy(() -> POLICY.resolve(address)).isInstanceOf(RemoteException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
  void publicOnesAreNot(String address) throws Exception {
    AddressPolicy nowhere = new AddressPolicy(List.of(), InetAddress::getAllByName, List::of);
    assertThat(nowhere.resolve(address)).isEqualTo(InetAddress.getByName(address));
  }

  @Test
  void settingsLetOthersThrough() throws Exception {
    AddressPolicy policy = new AddressPolicy(List.of("10.1.0.0/16", "fd00:1::/32", "127.0.0.1"));
    assertThat(policy.allows(InetAddress.getByName("10.1.255.1"))).isTrue();
    assertThat(policy.allows(InetAddress.getByName("10.2.0.1"))).isFalse();
    assertThat(policy.allows(InetAddress.getByName("fd00:1::7"))).isTrue();
    assertThat(policy.allows(InetAddress.getByName("127.0.0.2"))).isFalse();
    assertThatThrownBy(() -> new AddressPolicy(List.of("example.com")))
        .hasMessageContaining("expected: an address, or a network");
    assertThatThrownBy(() -> new AddressPolicy(List.of("10.0.0.0/33")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nameWithOneBadAddressIsRefusedAndIsAskedForOnce() {
    AtomicInteger asked = new AtomicInteger();
    AddressPolicy policy =
        new AddressPolicy(
            List.of(),
            host -> {
              asked.incrementAndGet();
              return new InetAddress[] {
                InetAddress.getByName("8.8.8.8"), InetAddress.getByName("127.0.0.1")
              };
            },
            List::of);
    assertThatThrownBy(() -> policy.resolve("rebinding.example"))
        .isInstanceOf(RemoteException.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void unknownNameIsToldAsOneThatIsNotAllowed() {
    AddressPolicy policy =
        new AddressPolicy(
            List.of(),
            host -> {
              throw new UnknownHostException(host);
            },
            List::of);
    assertThatThrownBy(() -> policy.resolve("nowhere.example"))
        .hasMessage("unknown host, or one that is not allowed");
  }

  @Test
  void publicAddressesOfOurOwnNetworksAreRefusedUnlessSettingsLetThemThrough() throws Exception {
    AddressPolicy.Nearby office = () -> List.of("2606:4700:1:2::7/64", "8.8.9.7/24", "127.0.0.1/8");
    AddressPolicy policy =
        new AddressPolicy(List.of("2606:4700:1:2::9"), InetAddress::getAllByName, office);
    for (String near :
        List.of("2606:4700:1:2::7", "2606:4700:1:2:ffff::1", "8.8.9.7", "8.8.9.200")) {
      assertThat(policy.allows(InetAddress.getByName(near))).as(near).isFalse();
    }
    for (String far : List.of("2606:4700:1:3::7", "8.8.8.8", "2606:4700:1:2::9")) {
      assertThat(policy.allows(InetAddress.getByName(far))).as(far).isTrue();
    }
  }

  @Test
  void noAddressOfThisMachineIsConnectedTo() throws Exception {
    List<InetAddress> own =
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    assertThat(own).isNotEmpty().noneMatch(POLICY::allows);
  }

  @Test
  void nothingIsAllowedWhereOurOwnNetworksAreNotKnown() throws Exception {
    AddressPolicy policy =
        new AddressPolicy(
            List.of("10.0.0.1"),
            InetAddress::getAllByName,
            () -> {
              throw new SocketException("none");
            });
    assertThat(policy.allows(InetAddress.getByName("8.8.8.8"))).isFalse();
    assertThat(policy.allows(InetAddress.getByName("10.0.0.1"))).isTrue();
  }
}
