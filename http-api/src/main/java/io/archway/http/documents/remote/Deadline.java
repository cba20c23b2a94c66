package io.archway.http.documents.remote;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The end of all that one request moves. Whoever waits then for another system, in a handshake or
 * for the rest of a piece, has what it waits on closed under it. Thread-safe.
 */
final class Deadline implements AutoCloseable {
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  Deadline(long millis) {
    end.completeOnTimeout(true, millis, TimeUnit.MILLISECONDS);
  }

  /** Closed when the time is up: at once, where it is. Its closing must not wait. */
  void closes(Closeable open) {
    end.thenAccept(
        passed -> {
          if (passed) {
            closeQuietly(open);
          }
        });
  }

  private static void closeQuietly(Closeable open) {
    try {
      open.close();
    } catch (IOException e) {
      return;
    }
  }

  boolean passed() {
    return end.getNow(false);
  }

  /**
   * @throws RemoteException where the time is up
   */
  void check() throws RemoteException {
    if (passed()) {
      throw new RemoteException("it takes too long");
    }
  }

  /** What failed, or that the time was up. */
  RemoteException failed(String why, Throwable cause) {
    return new RemoteException(passed() ? "it takes too long" : why, cause);
  }

  /** All is done in time. */
  @Override
  public void close() {
    end.complete(false);
  }
}
