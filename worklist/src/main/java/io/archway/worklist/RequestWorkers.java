package io.archway.worklist;

import io.archway.dicom.dimse.DataSetCollector;
import io.archway.dicom.dimse.DataSetSink;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The few threads that answer a provider's requests, and the count of those that are under way,
 * from their command until they are answered. Event loops never wait here; thread-safe.
 */
public final class RequestWorkers implements AutoCloseable {
  private static final long CLOSE_MILLIS = 5_000;

  private final int maxRequests;
  private final ThreadPoolExecutor threads;
  private final AtomicInteger underWay = new AtomicInteger();

  public RequestWorkers(String name, int threadCount, int maxRequests) {
    this.maxRequests = maxRequests;
    this.threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            0,
            TimeUnit.MILLISECONDS,
            // bounded by maxRequests, of which each is here once at most
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, name));
  }

  public Executor executor() {
    return threads;
  }

  /**
   * Counts one more request.
   *
   * @return false where there are as many as may be: it does not count
   */
  public boolean begin() {
    if (underWay.incrementAndGet() > maxRequests) {
      underWay.decrementAndGet();
      return false;
    }
    return true;
  }

  /** A request that began is answered. */
  public void end() {
    underWay.decrementAndGet();
  }

  /**
   * Receives the data set of a request that began. It ends here when the data set is too large or
   * does not come; else whoever takes it ends it.
   *
   * @param tooLarge told what is wrong, on the event loop as the taker
   */
  public DataSetSink receive(int maxBytes, Consumer<byte[]> taker, Consumer<String> tooLarge) {
    return new Receiving(maxBytes, taker, tooLarge);
  }

  @Override
  public void close() {
    close(CLOSE_MILLIS);
  }

  /**
   * Lets running requests end; does not interrupt them in the index, which H2 would not survive.
   *
   * @return false where that takes longer
   */
  public boolean close(long timeoutMillis) {
    threads.shutdown();
    try {
      return threads.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Event loop only. */
  private final class Receiving implements DataSetSink {
    private final DataSetCollector collector;
    private boolean over;

    Receiving(int maxBytes, Consumer<byte[]> taker, Consumer<String> tooLarge) {
      this.collector =
          new DataSetCollector(
              maxBytes,
              dataSet -> {
                over = true;
                taker.accept(dataSet);
              },
              problem -> {
                endOnce();
                tooLarge.accept(problem);
              });
    }

    @Override
    public void onFragment(ByteBuf fragment) {
      collector.onFragment(fragment);
    }

    @Override
    public void onComplete() {
      collector.onComplete();
    }

    @Override
    public void onAbort(Throwable cause) {
      endOnce();
    }

    private void endOnce() {
      if (!over) {
        over = true;
        end();
      }
    }
  }
}
