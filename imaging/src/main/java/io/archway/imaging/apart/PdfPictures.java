package io.archway.imaging.apart;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.picture.Picture;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Pictures of PDF documents, drawn by processes that are begun when needed, as many as there are
 * drawings at one time, and stay a while for the next ones. Thread-safe; calls block.
 */
public final class PdfPictures implements AutoCloseable {
  /** How much longer than computing a picture may last, on a machine that is busy. */
  private static final int PATIENCE = 5;

  private static final long STARTING_MILLIS = 30_000;

  private final PictureLimits limits;
  private final Deque<DrawingProcess> idle = new ArrayDeque<>();
  private final Set<DrawingProcess> all = new HashSet<>();
  private final ScheduledThreadPoolExecutor clock;
  private boolean closed;

  /**
   * @param limits of each picture: the memory and processor time of its process
   */
  public PdfPictures(PictureLimits limits) {
    this.limits = limits;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "drawing-clock");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
  }

  /**
   * Draws the first page.
   *
   * @param size of the longer side, in pixels, 1 to 4096
   * @throws PictureException why there is no picture
   * @throws IOException where the document cannot be read, or no process be had
   */
  public Picture of(ByteSource document, int size) throws IOException {
    try {
      return draw(document, size);
    } catch (DrawingProcess.EndedException e) {
      return draw(document, size); // one that ended while it was taken
    }
  }

  private Picture draw(ByteSource document, int size) throws IOException {
    DrawingProcess process = take();
    ScheduledFuture<?> end =
        clock.schedule(
            process::kill, STARTING_MILLIS + PATIENCE * limits.maxMillis(), TimeUnit.MILLISECONDS);
    boolean goesOn = false;
    try {
      Picture picture = process.draw(document, size);
      goesOn = true;
      return picture;
    } catch (PictureException e) {
      goesOn = process.isAlive();
      throw e;
    } finally {
      end.cancel(false);
      giveBack(process, goesOn);
    }
  }

  private synchronized DrawingProcess take() throws IOException {
    if (closed) {
      throw new IOException("no more pictures are drawn");
    }
    DrawingProcess process = idle.poll();
    while (process != null && !process.isAlive()) {
      all.remove(process);
      process = idle.poll();
    }
    if (process == null) {
      process = DrawingProcess.start(limits);
      all.add(process);
    }
    return process;
  }

  private synchronized void giveBack(DrawingProcess process, boolean goesOn) {
    if (goesOn && !closed) {
      idle.push(process);
    } else {
      all.remove(process);
      process.kill();
    }
  }

  /** Ends all processes; what they were drawing fails. */
  @Override
  public synchronized void close() {
    closed = true;
    clock.shutdownNow();
    all.forEach(DrawingProcess::kill);
    all.clear();
    idle.clear();
  }
}
