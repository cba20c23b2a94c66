package io.archway.http.thumbnail;

import io.archway.http.kernel.Problem;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.apart.PdfPictures;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives thumbnails: from their files, or drawn by a few threads, each once however many ask for it
 * meanwhile. Whoever would wait behind too many others is told to come again. Threads are never
 * interrupted: they read the store. Thread-safe.
 */
public final class Thumbnails implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);
  private static final int RETRY_AFTER_SECONDS = 2;
  private static final int KEEP_ALIVE_SECONDS = 30;

  /** Draws one thumbnail, on a thread of its own. */
  @FunctionalInterface
  public interface Drawing {
    Thumbnail draw(PictureLimits limits) throws IOException;
  }

  private final ThumbnailSettings settings;
  private final ThumbnailFiles files;
  private final ThreadPoolExecutor threads;
  private final Semaphore waiting;
  private final PdfPictures documents;
  private final Map<ThumbnailKey, CompletableFuture<Thumbnail>> drawn = new ConcurrentHashMap<>();

  /** What was forgotten while it was drawn. */
  private final Set<ThumbnailKey> forgotten = ConcurrentHashMap.newKeySet();

  private final AtomicInteger names = new AtomicInteger();

  public Thumbnails(ThumbnailSettings settings) {
    this.settings = settings;
    this.files = new ThumbnailFiles(settings.folder(), settings.maxBytes());
    this.waiting = new Semaphore(settings.maxWaiting());
    this.documents = new PdfPictures(settings.limits());
    this.threads =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(settings.maxWaiting()),
            this::newThread);
    threads.allowCoreThreadTimeOut(true);
  }

  /** What a thumbnail can cost, and so a part of what decides how it looks. */
  PictureLimits limits() {
    return settings.limits();
  }

  /** What draws documents for the threads here. */
  PdfPictures documents() {
    return documents;
  }

  private Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "thumbnail-" + names.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /**
   * The thumbnail of a key, at once or after it was drawn.
   *
   * @throws io.archway.http.kernel.ProblemException 503 if too many wait, or it takes too long
   * @throws IOException if what is drawn cannot be read
   */
  public Thumbnail get(ThumbnailKey key, Drawing drawing) throws IOException {
    Optional<Thumbnail> kept = files.read(key);
    if (kept.isPresent()) {
      return kept.get();
    }
    if (!waiting.tryAcquire()) {
      throw busy();
    }
    try {
      return await(drawn.computeIfAbsent(key, k -> begin(k, drawing)));
    } catch (RejectedExecutionException e) {
      throw busy();
    } finally {
      waiting.release();
    }
  }

  private CompletableFuture<Thumbnail> begin(ThumbnailKey key, Drawing drawing) {
    CompletableFuture<Thumbnail> result = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            Thumbnail thumbnail = files.read(key).orElse(null);
            if (thumbnail == null) {
              thumbnail = drawing.draw(settings.limits());
              keep(key, thumbnail);
            }
            ended(key); // before anybody hears of it, and could ask again
            result.complete(thumbnail);
          } catch (IOException | RuntimeException | Error e) {
            ended(key);
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** What cannot be kept is given out all the same, and drawn again the next time. */
  private void keep(ThumbnailKey key, Thumbnail thumbnail) {
    try {
      files.write(key, thumbnail);
    } catch (IOException e) {
      LOG.warn("a thumbnail cannot be kept: {}", e.toString());
    }
  }

  private void ended(ThumbnailKey key) {
    drawn.remove(key);
    if (forgotten.remove(key)) {
      delete(key.content());
    }
  }

  /**
   * Deletes what shows bytes that are deleted by now.
   *
   * @param sha256 of these bytes
   */
  public void forget(String sha256) {
    String content = ThumbnailKey.digest(sha256);
    for (ThumbnailKey key : drawn.keySet()) {
      if (key.content().equals(content)) {
        forgotten.add(key);
      }
    }
    delete(content);
  }

  private void delete(String content) {
    try {
      files.delete(content);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("thumbnails of what is deleted stay: {}", e.toString());
    }
  }

  private Thumbnail await(CompletableFuture<Thumbnail> result) throws IOException {
    try {
      return result.get(settings.maxWaitMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw busy();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static RuntimeException busy() {
    return Problem.unavailable("Too many thumbnails at once.", RETRY_AFTER_SECONDS).toException();
  }

  /**
   * Takes nothing new; what is being drawn goes on, but for documents.
   *
   * @return false where that takes longer
   */
  public boolean close(long timeoutMillis) {
    threads.shutdown();
    documents.close();
    try {
      return threads.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    close(settings.maxWaitMillis());
  }
}
