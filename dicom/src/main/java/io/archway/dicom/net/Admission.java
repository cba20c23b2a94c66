package io.archway.dicom.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts connections and associations, in all and per peer address. Twice as many connections are
 * let in as associations, so that those too many can be told why. Thread-safe.
 */
final class Admission {

  private static final int CONNECTIONS_PER_ASSOCIATION = 2;

  /** So many of the longest requests for an association may be on their way in at one time. */
  private static final int LONGEST_REQUESTS = 16;

  private final AssociationLimits limits;
  private final Map<InetAddress, Count> byPeer = new HashMap<>();
  private final Count all = new Count();
  private final BodyMemory bodies;

  Admission(AssociationLimits limits) {
    this.limits = limits;
    this.bodies = bodies(limits);
  }

  static BodyMemory bodies(AssociationLimits limits) {
    long bytes = (long) limits.maxAssociatePduLengthBytes() * LONGEST_REQUESTS;
    return new BodyMemory((int) Math.min(Integer.MAX_VALUE / 2, bytes));
  }

  BodyMemory bodies() {
    return bodies;
  }

  /** Null if the connection may stay, else why not. Undone by {@link #disconnected}. */
  synchronized String connected(InetAddress peer) {
    Count count = byPeer.get(peer);
    String problem = tooMany("connections", all.connections, connections(limits.maxAssociations()));
    if (problem == null && count != null) {
      problem =
          tooMany(
              "connections from this address",
              count.connections,
              connections(limits.maxAssociationsPerPeer()));
    }
    if (problem == null) {
      all.connections++;
      byPeer.computeIfAbsent(peer, key -> new Count()).connections++;
    }
    return problem;
  }

  synchronized void disconnected(InetAddress peer, boolean wasEstablished) {
    Count count = byPeer.get(peer);
    all.connections--;
    count.connections--;
    if (wasEstablished) {
      all.associations--;
      count.associations--;
    }
    if (count.connections == 0) {
      byPeer.remove(peer);
    }
  }

  /** Null if the connection may become an association, else why not. */
  synchronized String established(InetAddress peer) {
    Count count = byPeer.get(peer);
    String problem = tooMany("associations", all.associations, limits.maxAssociations());
    if (problem == null) {
      problem =
          tooMany(
              "associations from this address",
              count.associations,
              limits.maxAssociationsPerPeer());
    }
    if (problem == null) {
      all.associations++;
      count.associations++;
    }
    return problem;
  }

  private static int connections(int associations) {
    return (int) Math.min(Integer.MAX_VALUE, (long) associations * CONNECTIONS_PER_ASSOCIATION);
  }

  private static String tooMany(String what, int open, int limit) {
    return open < limit ? null : what + ": " + (open + 1) + " (expected: <= " + limit + ")";
  }

  private static final class Count {
    int connections;
    int associations;
  }
}
