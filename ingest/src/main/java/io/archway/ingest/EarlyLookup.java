package io.archway.ingest;

import io.archway.ingest.catalog.Catalog;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks the index while an object is still arriving whether its SOP Instance UID is new, so that the
 * Committer need not. The answer holds as long as no other object of that UID was let in since: one
 * arrival at a time has the claim to a UID, and whoever passes it by voids what was found. So does
 * an index that was set back.
 *
 * <p>Thread-safe.
 */
final class EarlyLookup {
  /** What is known of one arrival. */
  private enum State {
    OPEN,
    NEW,
    VOID
  }

  /** One arrival's part in it. */
  static final class Claim {
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /** Of the index, before it was asked. */
    private volatile long setbacks;
  }

  private final Catalog catalog;
  private final IndexThread index;
  private final ConcurrentMap<String, Claim> claims = new ConcurrentHashMap<>();

  EarlyLookup(Catalog catalog, IndexThread index) {
    this.catalog = catalog;
    this.index = index;
  }

  /** Looks the UID up, unless another arrival has it. A worker's thread. */
  void begin(Claim claim, long organizationKey, String sopInstanceUid) {
    List<String> uid = List.of(sopInstanceUid);
    claim.setbacks = catalog.setbacks();
    if (claims.putIfAbsent(sopInstanceUid, claim) == null
        && index.isWhole()
        && !index.holdsAny(uid)
        && catalog.known(organizationKey, uid).isEmpty()) {
      claim.state.compareAndSet(State.OPEN, State.NEW);
    }
  }

  /** Whether nothing of this UID is known. The Committer's thread, which then lets it in. */
  boolean isNew(Claim claim, String sopInstanceUid) {
    Claim holder = claims.get(sopInstanceUid);
    if (holder != null && holder != claim) {
      holder.state.set(State.VOID);
    }
    return holder == claim
        && claim.state.get() == State.NEW
        && claim.setbacks == catalog.setbacks();
  }

  /** The arrival has ended: it is on its way to the index, or nothing of it is kept. */
  void end(Claim claim, String sopInstanceUid) {
    claims.remove(sopInstanceUid, claim);
  }
}
