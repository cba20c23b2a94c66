package io.archway.gateway.home;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The started parts of the gateway, closed in the reverse order of their start. One that fails to
 * close does not keep the others from being closed. Not thread-safe.
 */
public final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private record Part(String name, AutoCloseable closeable) {}

  private final Deque<Part> started = new ArrayDeque<>();
  private long lastNanos = System.nanoTime();

  public <T extends AutoCloseable> T add(String name, T part) {
    long now = System.nanoTime();
    LOG.debug("{} started in {} ms", name, (now - lastNanos) / 1_000_000);
    lastNanos = now;
    started.push(new Part(name, part));
    return part;
  }

  /** Throws the first failure after all parts had their turn. */
  @Override
  public void close() {
    IllegalStateException failure = null;
    while (!started.isEmpty()) {
      Part part = started.pop();
      try {
        part.closeable.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException(part.name + " did not close", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
