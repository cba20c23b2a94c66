package io.archway.dicom.net;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What PDUs that are collected whole take together, over all connections: A-ASSOCIATE-RQs of peers
 * whom nobody knows yet. Where it would be more than the limit, whoever holds most gives way, of
 * several the one that began first: a request that comes in one go is never held up by those that
 * stall. Thread-safe.
 */
final class BodyMemory {
  private final int maxBytes;
  private final Set<Share> shares = new LinkedHashSet<>();
  private int heldBytes;

  BodyMemory(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What one connection holds. */
  final class Share {
    private final Runnable onLost;
    private int bytes;
    private boolean lost;

    private Share(Runnable onLost) {
      this.onLost = onLost;
    }

    /** Holds so many bytes from now on; false if this is the one to give way. */
    boolean grow(int toBytes) {
      boolean mine = false;
      for (Share loser : change(this, toBytes)) {
        mine |= loser == this;
        if (loser != this) {
          loser.onLost.run();
        }
      }
      return !mine;
    }

    /** Whether it has to give way and has not yet. */
    boolean isLost() {
      synchronized (BodyMemory.this) {
        return lost;
      }
    }

    void release() {
      synchronized (BodyMemory.this) {
        drop(this);
        lost = false;
      }
    }
  }

  /**
   * @param onLost called on any thread when its memory is to be given up
   */
  Share share(Runnable onLost) {
    return new Share(onLost);
  }

  private synchronized List<Share> change(Share growing, int toBytes) {
    List<Share> losers = new ArrayList<>();
    if (growing.lost) {
      return List.of(growing);
    }
    shares.add(growing);
    heldBytes += toBytes - growing.bytes;
    growing.bytes = toBytes;
    while (heldBytes > maxBytes) {
      Share most =
          shares.stream()
              .reduce((one, other) -> other.bytes > one.bytes ? other : one)
              .orElseThrow();
      drop(most);
      most.lost = true;
      losers.add(most);
    }
    return losers;
  }

  private void drop(Share share) {
    if (shares.remove(share)) {
      heldBytes -= share.bytes;
      share.bytes = 0;
    }
  }
}
