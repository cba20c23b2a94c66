package io.archway.http.kernel;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** WebSockets (RFC 6455) beside the families of endpoints. Event loops; must return at once. */
public interface SocketDoor {

  /** Whether this path, in decoded segments, is a WebSocket's. */
  boolean isAt(List<String> path);

  /**
   * Takes a client in; of every one that is returned, {@link SocketTalk#closed} runs once. Throws a
   * {@link ProblemException} to refuse before the handshake.
   */
  SocketTalk enter(Visitor visitor);

  SocketLimits limits();

  /**
   * Who comes.
   *
   * @param origin the header, or null
   */
  record Visitor(
      List<String> path,
      List<Map.Entry<String, String>> query,
      String origin,
      InetAddress remoteAddress) {

    public Visitor {
      path = List.copyOf(path);
      query = List.copyOf(query);
    }

    /** The first value of a query parameter, or null. */
    public String parameter(String name) {
      return query.stream()
          .filter(pair -> pair.getKey().equals(name))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }
  }
}
