package io.archway.http.kernel;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts open connections, in all and by remote address but those of trusted proxies. Thread-safe.
 */
final class ConnectionGate {

  private final int max;
  private final int maxPerAddress;
  private final TrustedProxies proxies;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private int all;

  ConnectionGate(HttpLimits limits, TrustedProxies proxies) {
    this.max = limits.maxConnections();
    this.maxPerAddress = limits.maxConnectionsPerAddress();
    this.proxies = proxies;
  }

  /** Null if the connection may come in (then {@link #leave} follows), else why not. */
  synchronized String enter(InetAddress address) {
    if (all >= max) {
      return "connections: %d (expected: <= %d)".formatted(all + 1, max);
    }
    int same = byAddress.getOrDefault(address, 0);
    if (same >= maxPerAddress && !proxies.contains(address)) {
      return "connections from this address: %d (expected: <= %d)"
          .formatted(same + 1, maxPerAddress);
    }
    all++;
    byAddress.put(address, same + 1);
    return null;
  }

  synchronized void leave(InetAddress address) {
    all--;
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  synchronized int open() {
    return all;
  }
}
