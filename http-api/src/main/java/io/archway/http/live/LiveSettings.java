package io.archway.http.live;

import java.util.List;

/**
 * The app that clients know, and every count and size of theirs.
 *
 * @param key in the path of the WebSocket
 * @param secret with which permissions to subscribe are signed
 * @param maxConnections at one time; one more is told 4100
 * @param maxConnectionsPerAddress the same from one address
 * @param maxConnectionsPerUser on which one user is signed in at one time; one more is answered 429
 * @param maxChannels of one connection
 * @param maxSubscriptions of all connections
 * @param maxMembers of a presence channel
 * @param maxMessageBytes of a message that comes
 * @param maxWaitingBytes for a client that reads slowly; from half of it on events wait in the
 *     index, beyond it the client is disconnected
 * @param maxMessagesPerMinute of one connection; beyond, it is closed with 4301
 * @param activityMillis of silence after which one side asks the other whether it is there
 * @param pongMillis for the answer; without one the connection is closed with 4201
 * @param clientEvents whether members of presence channels may send events to each other
 * @param allowedOrigins of browsers' pages; empty: any
 */
public record LiveSettings(
    String key,
    String secret,
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxConnectionsPerUser,
    int maxChannels,
    int maxSubscriptions,
    int maxMembers,
    int maxMessageBytes,
    int maxWaitingBytes,
    int maxMessagesPerMinute,
    long activityMillis,
    long pongMillis,
    boolean clientEvents,
    List<String> allowedOrigins) {

  public LiveSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  public static LiveSettings defaults(String secret) {
    return new LiveSettings(
        "archway", secret, 500, // maxConnections
        50, // maxConnectionsPerAddress
        10, // maxConnectionsPerUser
        50, // maxChannels
        2_000, // maxSubscriptions
        100, // maxMembers
        10_240, // maxMessageBytes
        262_144, // maxWaitingBytes
        600, // maxMessagesPerMinute
        120_000, // activityMillis
        30_000, // pongMillis
        false, List.of());
  }

  @Override
  public String toString() {
    return "LiveSettings[key=" + key + "]";
  }
}
