package io.archway.http.event;

/**
 * Every count, size and wait of those who follow events.
 *
 * @param maxFollowers streams at one time; one more is answered 503
 * @param maxFollowersPerUser streams of one user at one time; one more is answered 429
 * @param batchLength events that are read at once
 * @param maxWaitingBytes of a follower that reads slowly, beyond which it gets nothing more until
 *     it has taken all; what it does not take within the server's write limit ends its stream
 * @param pollMillis between looks for events of other gateways; commits of this one wake at once
 * @param settleMillis at least so long between two looks, so that many commits cost one
 * @param heartbeatMillis of silence after which a comment is sent
 * @param recheckMillis between looks whether a follower's token still permits it to follow
 */
public record FollowerLimits(
    int maxFollowers,
    int maxFollowersPerUser,
    int batchLength,
    int maxWaitingBytes,
    int pollMillis,
    int settleMillis,
    int heartbeatMillis,
    int recheckMillis) {

  public FollowerLimits {
    requirePositive("maxFollowers", maxFollowers);
    requirePositive("maxFollowersPerUser", maxFollowersPerUser);
    requirePositive("batchLength", batchLength);
    requirePositive("maxWaitingBytes", maxWaitingBytes);
    requirePositive("pollMillis", pollMillis);
    requirePositive("settleMillis", settleMillis);
    requirePositive("heartbeatMillis", heartbeatMillis);
    requirePositive("recheckMillis", recheckMillis);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }

  public static FollowerLimits defaults() {
    return new FollowerLimits(
        200, // maxFollowers
        10, // maxFollowersPerUser
        500, // batchLength
        65_536, // maxWaitingBytes
        1_000, // pollMillis
        100, // settleMillis
        15_000, // heartbeatMillis
        5_000); // recheckMillis
  }

  /** These limits with other numbers of followers. */
  public FollowerLimits withFollowers(int inAll, int perUser) {
    return new FollowerLimits(
        inAll,
        perUser,
        batchLength,
        maxWaitingBytes,
        pollMillis,
        settleMillis,
        heartbeatMillis,
        recheckMillis);
  }
}
