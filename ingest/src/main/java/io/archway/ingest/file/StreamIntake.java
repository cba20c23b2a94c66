package io.archway.ingest.file;

import io.archway.ingest.Arrival;
import io.archway.ingest.ArrivalRequest;
import io.archway.ingest.Intake;
import io.archway.ingest.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Takes data sets in from streams, as if they had come over the network: for whoever has an object
 * in hand, such as a report that the gateway itself made of a study.
 *
 * <p>Any thread but an event loop; a call blocks until the verdict.
 */
public final class StreamIntake {
  private static final int PIECE_BYTES = 64 << 10;

  private final Intake intake;

  public StreamIntake(Intake intake) {
    this.intake = intake;
  }

  /**
   * Takes one object; what is kept is durable when this returns, and soon in the index.
   *
   * @param dataSet without preamble and meta group, in the transfer syntax of the request; read to
   *     its end, not closed
   * @throws IOException what the stream throws; nothing of the object is kept then
   */
  public Verdict take(ArrivalRequest request, InputStream dataSet)
      throws IOException, InterruptedException {
    Semaphore writable = new Semaphore(0);
    Arrival arrival = intake.begin(request, writable::release);
    boolean complete = false;
    try {
      byte[] piece = new byte[PIECE_BYTES];
      int count;
      while ((count = dataSet.read(piece)) > 0) {
        ByteBuffer bytes = ByteBuffer.wrap(piece, 0, count);
        while (!arrival.write(bytes)) {
          writable.acquire();
        }
      }
      complete = true;
    } finally {
      if (!complete) {
        arrival.abandon();
      }
    }
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    arrival.complete(verdict::complete);
    return verdict.join();
  }

  /** As {@link #take}; what is kept is shown by the index when this returns. */
  public Verdict takeIndexed(ArrivalRequest request, InputStream dataSet)
      throws IOException, InterruptedException {
    Verdict verdict = take(request, dataSet);
    if (verdict.isKept()) {
      intake.awaitIndexed();
    }
    return verdict;
  }
}
