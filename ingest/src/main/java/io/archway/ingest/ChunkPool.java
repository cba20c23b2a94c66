package io.archway.ingest;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A fixed number of direct buffers of one size, shared by everything that arrives. It never grows:
 * who finds it empty queues for the next chunk that comes back, which is what slows a sender down.
 *
 * <p>Any thread. A waiter is called on the thread that returned the chunk, and owns that chunk.
 */
public final class ChunkPool {
  private final int chunkBytes;
  private final int capacity;
  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private final ArrayDeque<Consumer<ByteBuffer>> waiters = new ArrayDeque<>();
  private int allocated;

  public ChunkPool(int chunkBytes, int capacity) {
    this.chunkBytes = chunkBytes;
    this.capacity = capacity;
  }

  public int chunkBytes() {
    return chunkBytes;
  }

  public int capacity() {
    return capacity;
  }

  /** How many chunks are in use now. */
  public synchronized int inUse() {
    return allocated - free.size();
  }

  /**
   * An empty chunk, or null: then {@code later} is called, once, with the next one that is this
   * caller's turn.
   */
  synchronized ByteBuffer takeOr(Consumer<ByteBuffer> later) {
    if (!waiters.isEmpty()) {
      waiters.addLast(later);
      return null;
    }
    // The chunk given back last is the one most likely still in the processor's cache.
    ByteBuffer chunk = free.pollLast();
    if (chunk == null && allocated < capacity) {
      chunk = ByteBuffer.allocateDirect(chunkBytes);
      allocated++;
    }
    if (chunk == null) {
      waiters.addLast(later);
    }
    return chunk;
  }

  synchronized boolean hasWaiters() {
    return !waiters.isEmpty();
  }

  void giveBack(List<ByteBuffer> chunks) {
    chunks.forEach(this::giveBack);
  }

  void giveBack(ByteBuffer chunk) {
    chunk.clear();
    Consumer<ByteBuffer> next;
    synchronized (this) {
      next = waiters.pollFirst();
      if (next == null) {
        free.addLast(chunk);
      }
    }
    if (next != null) {
      next.accept(chunk);
    }
  }
}
