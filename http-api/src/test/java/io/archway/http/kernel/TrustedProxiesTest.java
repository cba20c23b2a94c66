package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.http.kernel.TrustedProxies.Header;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

  private static final List<String> NETWORKS = List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8");

  private final TrustedProxies proxies = TrustedProxies.of(NETWORKS, Header.X_FORWARDED_FOR);
  private final TrustedProxies forwarded = TrustedProxies.of(NETWORKS, Header.FORWARDED);

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 198.51.100.1, 198.51.100.1",
    "fd00::1, 198.51.100.1, 198.51.100.1",
    "192.0.2.7, 2001:db8::1, 2001:db8::1",
    "10.1.2.3, '203.0.113.9, 198.51.100.1', 198.51.100.1",
    "10.1.2.3, '203.0.113.9, 198.51.100.1, 10.9.9.9', 198.51.100.1",
    "10.1.2.3, '10.8.8.8, 10.9.9.9', 10.8.8.8",
    "10.1.2.3, 198.51.100.1:4711, 198.51.100.1",
    "10.1.2.3, '[2001:db8::1]:4711', 2001:db8::1",
    "10.1.2.3, '203.0.113.9, unknown', 10.1.2.3",
    "10.1.2.3, '203.0.113.9, clinic.example', 10.1.2.3",
    "10.1.2.3, '203.0.113.9,', 10.1.2.3",
    "10.1.2.3, '', 10.1.2.3",
    "192.0.2.8, 198.51.100.1, 192.0.2.8",
    "11.0.0.1, 198.51.100.1, 11.0.0.1",
    "fe00::1, 198.51.100.1, fe00::1",
  })
  void aRequestIsFromTheLastAddressThatIsNoTrustedProxy(String peer, String header, String client) {
    assertThat(proxies.client(address(peer), headers("X-Forwarded-For", header)))
        .isEqualTo(address(client));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=198.51.100.1 | 198.51.100.1",
        "For=\"[2001:db8::1]:4711\";proto=https | 2001:db8::1",
        "for=203.0.113.9, proto=https;for=198.51.100.1 | 198.51.100.1",
        "for=203.0.113.9, for=198.51.100.1;by=10.1.1.1, for=10.2.2.2 | 198.51.100.1",
        "for=203.0.113.9, for=_hidden | 10.1.2.3",
        "for=203.0.113.9, by=10.1.1.1 | 10.1.2.3",
        "for=\"203.0.113.9, for=198.51.100.1 | 198.51.100.1",
      })
  void forwardedIsReadAlike(String header, String client) {
    assertThat(forwarded.client(address("10.1.2.3"), headers("Forwarded", header)))
        .isEqualTo(address(client));
  }

  @Test
  void severalLinesAreOneList() {
    HttpHeaders headers = headers("X-Forwarded-For", "203.0.113.9");
    headers.add("X-Forwarded-For", "198.51.100.1");
    assertThat(proxies.client(address("10.1.2.3"), headers)).isEqualTo(address("198.51.100.1"));
  }

  @Test
  void theHeaderThatTheProxyDoesNotWriteIsNotRead() {
    assertThat(proxies.client(address("10.1.2.3"), headers("Forwarded", "for=198.51.100.1")))
        .isEqualTo(address("10.1.2.3"));
    assertThat(forwarded.client(address("10.1.2.3"), headers("X-Forwarded-For", "198.51.100.1")))
        .isEqualTo(address("10.1.2.3"));
    assertThat(
            TrustedProxies.none()
                .client(address("10.1.2.3"), headers("X-Forwarded-For", "198.51.100.1")))
        .isEqualTo(address("10.1.2.3"));
  }

  @Test
  void bitsBeyondWholeBytesCount() {
    TrustedProxies odd = TrustedProxies.of(List.of("192.0.2.128/25"), Header.FORWARDED);
    assertThat(odd.contains(address("192.0.2.128"))).isTrue();
    assertThat(odd.contains(address("192.0.2.127"))).isFalse();
    assertThat(odd.contains(address("::ffff:192.0.2.129"))).isTrue();
    TrustedProxies all = TrustedProxies.of(List.of("0.0.0.0/0"), Header.FORWARDED);
    assertThat(all.contains(address("203.0.113.9"))).isTrue();
    assertThat(all.contains(address("2001:db8::1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "/8"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> TrustedProxies.of(List.of(text), Header.FORWARDED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(text + " (expected: an address, or a network such as 10.0.0.0/8)");
  }

  @Test
  void connectionsOfTrustedProxiesAreNotCountedByAddress() {
    HttpLimits limits = HttpLimits.defaults().with("maxConnectionsPerAddress", 1);
    ConnectionGate gate = new ConnectionGate(limits, proxies);
    assertThat(gate.enter(address("10.1.2.3"))).isNull();
    assertThat(gate.enter(address("10.1.2.3"))).isNull();
    assertThat(gate.enter(address("198.51.100.1"))).isNull();
    assertThat(gate.enter(address("198.51.100.1"))).contains("from this address: 2");
  }

  private static HttpHeaders headers(String name, String value) {
    return new DefaultHttpHeaders().add(name, value);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
