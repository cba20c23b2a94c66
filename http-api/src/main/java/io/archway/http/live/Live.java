package io.archway.http.live;

import io.archway.http.event.EventFollowers;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.SocketDoor;
import io.archway.http.kernel.SocketLimits;
import io.archway.http.kernel.SocketTalk;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Pusher protocol, version 7, at {@code /app/{key}}: lets clients in, knows who they are and
 * signs what they may subscribe to. Thread-safe.
 */
public final class Live implements SocketDoor {

  private static final int RETRY_AFTER_SECONDS = 10;
  private static final int MIN_VERSION = 5;
  private static final int MAX_VERSION = 7;
  private static final long ID_RANGE = 1L << 48;

  private final LiveSettings settings;
  private final EventFollowers followers;
  private final Signature signature;
  private final SocketLimits limits;
  private final Presence presence = new Presence();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, LiveSocket> sockets = new ConcurrentHashMap<>();

  private final AtomicInteger subscriptions = new AtomicInteger();
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private final Map<Long, Set<String>> byUser = new HashMap<>();
  private int all;

  public Live(LiveSettings settings, EventFollowers followers) {
    this.settings = settings;
    this.followers = followers;
    this.signature = new Signature(settings.key(), settings.secret());
    this.limits =
        new SocketLimits(
            settings.maxMessageBytes(),
            settings.maxWaitingBytes(),
            settings.activityMillis(),
            settings.pongMillis());
  }

  // -- the door

  @Override
  public boolean isAt(List<String> path) {
    return path.size() == 2 && path.get(0).equals("app");
  }

  @Override
  public SocketLimits limits() {
    return limits;
  }

  /** What the protocol has a number for is told on the open WebSocket, as clients expect. */
  @Override
  public SocketTalk enter(Visitor visitor) {
    List<String> origins = settings.allowedOrigins();
    if (!origins.isEmpty() && visitor.origin() != null && !origins.contains(visitor.origin())) {
      throw new ProblemException(ProblemType.FORBIDDEN, "Origin (expected: one that is allowed)");
    }
    LiveError refusal = refusal(visitor);
    if (refusal == null && !reserve(visitor.remoteAddress())) {
      refusal = LiveError.OVER_CAPACITY;
    }
    LiveSocket socket = new LiveSocket(this, settings, newId(), visitor.remoteAddress(), refusal);
    if (refusal == null) {
      sockets.put(socket.id, socket);
    }
    return socket;
  }

  private LiveError refusal(Visitor visitor) {
    if (!visitor.path().get(1).equals(settings.key())) {
      return LiveError.UNKNOWN_APP;
    }
    String version = visitor.parameter("protocol");
    if (version == null) {
      return LiveError.NO_VERSION;
    }
    if (!version.matches("[0-9]{1,4}")) {
      return LiveError.INVALID_VERSION;
    }
    int number = Integer.parseInt(version);
    return number < MIN_VERSION || number > MAX_VERSION ? LiveError.UNSUPPORTED_VERSION : null;
  }

  private String newId() {
    return random.nextLong(ID_RANGE) + "." + random.nextLong(ID_RANGE);
  }

  private synchronized boolean reserve(InetAddress address) {
    int same = byAddress.getOrDefault(address, 0);
    if (all >= settings.maxConnections() || same >= settings.maxConnectionsPerAddress()) {
      return false;
    }
    all++;
    byAddress.put(address, same + 1);
    return true;
  }

  /** A connection that is gone; nothing to be done for one that was refused. */
  void left(LiveSocket socket) {
    if (!sockets.remove(socket.id, socket)) {
      return;
    }
    synchronized (this) {
      all--;
      byAddress.merge(socket.address, -1, (own, less) -> own + less == 0 ? null : own + less);
      byUser.values().forEach(ids -> ids.remove(socket.id));
      byUser.values().removeIf(Set::isEmpty);
    }
  }

  /** Connections at this time. */
  public int count() {
    return sockets.size();
  }

  // -- who may subscribe to what

  /**
   * What a client needs in order to subscribe.
   *
   * @param channelData of a presence channel, else null
   */
  public record Signed(String auth, String channelData) {}

  /**
   * Lets a connection subscribe. Throws 422 if it is not open here, 429 if the user has too many.
   */
  public Signed grant(String socketId, Grant grant) {
    LiveSocket socket = sockets.get(socketId);
    if (socket == null) {
      throw notOpen();
    }
    own(grant.userKey(), socket);
    if (!socket.grant(grant)) {
      throw notOpen();
    }
    LiveChannel channel = grant.channel();
    String data = channel.isPresence() ? Presence.channelData(grant.userKey(), grant.name()) : null;
    return new Signed(signature.of(socketId, channel.name(), data), data);
  }

  private static ProblemException notOpen() {
    return Problem.invalid("socket_id", "not of a connection that is open here").toException();
  }

  private synchronized void own(long userKey, LiveSocket socket) {
    Set<String> own = byUser.getOrDefault(userKey, Set.of());
    if (own.contains(socket.id)) {
      return;
    }
    if (own.size() >= settings.maxConnectionsPerUser()) {
      throw Problem.tooManyRequests(RETRY_AFTER_SECONDS).toException();
    }
    if (sockets.get(socket.id) == socket) { // else it is gone, and left nothing to be taken back
      byUser.computeIfAbsent(userKey, key -> new HashSet<>()).add(socket.id);
    }
  }

  // -- for connections

  Signature signature() {
    return signature;
  }

  Presence presence() {
    return presence;
  }

  /** Whether there may be one subscription more; {@link #release} follows. */
  boolean tryReserve() {
    int most = settings.maxSubscriptions();
    return subscriptions.getAndUpdate(count -> count < most ? count + 1 : count) < most;
  }

  void release() {
    subscriptions.decrementAndGet();
  }

  void watch(Subscription subscription) {
    followers.watch(subscription.grant().organizationKey(), subscription);
  }

  /** So that who left is forgotten. */
  void wake() {
    followers.wake();
  }
}
