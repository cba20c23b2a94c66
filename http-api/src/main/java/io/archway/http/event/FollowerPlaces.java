package io.archway.http.event;

import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import java.util.HashMap;
import java.util.Map;

/** Counts who follows: so many of one user, so many in all. Thread-safe. */
final class FollowerPlaces {

  private static final int RETRY_AFTER_SECONDS = 10;

  private final FollowerLimits limits;
  private final Map<Owner, Integer> taken = new HashMap<>();
  private int all;

  FollowerPlaces(FollowerLimits limits) {
    this.limits = limits;
  }

  /** A user, or a machine's token where there is none. */
  record Owner(long userKey, long tokenKey) {

    static Owner of(Principal principal) {
      return new Owner(principal.userKey(), principal.userKey() == 0 ? principal.tokenKey() : 0);
    }
  }

  /** Takes a place, or throws 429 or 503. */
  synchronized void enter(Owner owner) {
    int own = taken.getOrDefault(owner, 0);
    if (own >= limits.maxFollowersPerUser()) {
      throw Problem.tooManyRequests(RETRY_AFTER_SECONDS).toException();
    }
    if (all >= limits.maxFollowers()) {
      String text = "Too many streams of events are open. Try again later.";
      throw Problem.unavailable(text, RETRY_AFTER_SECONDS).toException();
    }
    taken.put(owner, own + 1);
    all++;
  }

  synchronized void leave(Owner owner) {
    taken.merge(owner, -1, (own, less) -> own + less == 0 ? null : own + less);
    all--;
  }

  synchronized int taken() {
    return all;
  }
}
