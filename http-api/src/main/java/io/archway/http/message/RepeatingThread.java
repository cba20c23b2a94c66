package io.archway.http.message;

import io.archway.ingest.IntervalThread;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a thing again and again, with a rest between, until it is stopped; whatever comes of it. */
final class RepeatingThread {

  private static final Logger LOG = LoggerFactory.getLogger(RepeatingThread.class);

  private final String name;
  private final Consumer<BooleanSupplier> pass;
  private final IntervalThread thread;

  /**
   * @param pass is told how to learn that it should end
   */
  RepeatingThread(String name, Duration rest, Consumer<BooleanSupplier> pass) {
    this.name = name;
    this.pass = pass;
    this.thread = new IntervalThread(name, rest.toMillis(), this::run);
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.stop();
  }

  /**
   * @return whether it has ended
   */
  boolean join(long timeoutMillis) {
    return thread.close(timeoutMillis);
  }

  private void run() {
    do {
      try {
        pass.accept(thread::isStopping);
      } catch (RuntimeException e) {
        LOG.warn("{}: goes on at the next look: {}", name, e.toString());
      } catch (Error e) { // without this thread nothing goes out any more
        LOG.error("{}: goes on at the next look", name, e);
      }
    } while (thread.pause());
  }
}
