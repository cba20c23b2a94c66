package io.archway.ingest;

import io.archway.index.store.Appended;
import io.archway.index.store.Entry;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Appends to the log on a thread of its own, so that the committer's can write rows while the disk
 * forces. One append at a time.
 */
final class LogThread implements AutoCloseable {
  private final ObjectStore store;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "log"));

  LogThread(ObjectStore store) {
    this.store = store;
  }

  /** A running append. Each wait throws the store's failure as an {@link UncheckedIOException}. */
  static final class Appending {
    private final CompletableFuture<Appended> written = new CompletableFuture<>();
    private final CompletableFuture<Void> forced = new CompletableFuture<>();

    /** Where the records lie; they are not durable yet. */
    Appended awaitWritten() {
      return join(written);
    }

    void awaitForced() {
      join(forced);
    }

    /** Returns when the append has ended, well or badly. */
    void awaitEnd() {
      forced.handle((done, failure) -> null).join();
    }

    private static <T> T join(CompletableFuture<T> future) {
      try {
        return future.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  Appending append(List<Entry> group) {
    Appending appending = new Appending();
    thread.execute(() -> run(group, appending));
    return appending;
  }

  private void run(List<Entry> group, Appending appending) {
    try {
      store.append(group, appending.written::complete);
      appending.forced.complete(null);
    } catch (StoreException e) {
      fail(appending, new UncheckedIOException(e));
    } catch (RuntimeException e) {
      fail(appending, e);
    } catch (Error e) {
      fail(appending, new IllegalStateException("append", e));
      throw e;
    }
  }

  private static void fail(Appending appending, RuntimeException failure) {
    appending.written.completeExceptionally(failure);
    appending.forced.completeExceptionally(failure);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
