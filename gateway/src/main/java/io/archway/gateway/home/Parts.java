package io.archway.gateway.home;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The started parts of the gateway. Each is closed on a thread of its own, which is waited for
 * until a deadline that all share, and never interrupted: it may be inside H2. One that fails to
 * close does not keep the others from being closed. Not thread-safe.
 */
public final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  /** Ends a part. */
  @FunctionalInterface
  public interface Ending {
    /**
     * @param workMillis how long work that is under way may go on; then it is broken off
     * @return false where something has not ended all the same
     */
    boolean end(long workMillis) throws Exception;
  }

  private record Part(String name, Ending ending) {}

  /** A part that is being closed. */
  private record Closing(String name, FutureTask<Boolean> task) {
    static Closing begin(Part part, Deadline work) {
      FutureTask<Boolean> task = new FutureTask<>(() -> part.ending.end(work.leftMillis()));
      Thread thread = new Thread(task, "close " + part.name);
      thread.setDaemon(true);
      thread.start();
      return new Closing(part.name, task);
    }

    Stopped await(Deadline deadline) {
      try {
        boolean ended = task.get(deadline.leftMillis(), TimeUnit.MILLISECONDS);
        return ended ? Stopped.WELL : Stopped.late(name);
      } catch (TimeoutException e) {
        return Stopped.late(name);
      } catch (ExecutionException e) {
        return Stopped.failed(name, e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Stopped.late(name);
      }
    }
  }

  private final Deque<Part> started = new ArrayDeque<>();
  private long lastNanos = System.nanoTime();

  public <T extends AutoCloseable> T add(String name, T part) {
    return add(
        name,
        part,
        workMillis -> {
          part.close();
          return true;
        });
  }

  public <T> T add(String name, T part, Ending ending) {
    long now = System.nanoTime();
    LOG.debug("{} started in {} ms", name, (now - lastNanos) / 1_000_000);
    lastNanos = now;
    started.push(new Part(name, ending));
    return part;
  }

  /**
   * One after the other, in the reverse order of their start. What was started before one that does
   * not end stays open.
   */
  public Stopped close(Deadline deadline) {
    Stopped stopped = Stopped.WELL;
    while (!started.isEmpty() && stopped.late().isEmpty()) {
      stopped = stopped.and(Closing.begin(started.pop(), deadline).await(deadline));
    }
    return stopped.and(leave());
  }

  /** Closes none of them. */
  public Stopped leave() {
    List<String> names = new ArrayList<>();
    started.forEach(part -> names.add(part.name));
    started.clear();
    return Stopped.leftOpen(names);
  }

  /**
   * All at the same time.
   *
   * @param work until when their work may go on
   * @param deadline until when they are waited for
   */
  public Stopped closeTogether(Deadline work, Deadline deadline) {
    List<Closing> closings = new ArrayList<>();
    while (!started.isEmpty()) {
      closings.add(Closing.begin(started.pop(), work));
    }
    Stopped stopped = Stopped.WELL;
    for (Closing closing : closings) {
      stopped = stopped.and(closing.await(deadline));
    }
    return stopped;
  }
}
