package io.archway.dicom.dimse;

import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.AssociationSummary;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what an acceptor tells, for a test to take one by one. */
final class RecordingListener implements AssociationListener {

  private static final int DEADLINE_SECONDS = 20;

  final BlockingQueue<Association> established = new LinkedBlockingQueue<>();
  final BlockingQueue<AssociationSummary> rejected = new LinkedBlockingQueue<>();
  final BlockingQueue<AssociationSummary> ended = new LinkedBlockingQueue<>();

  @Override
  public void onEstablished(Association association) {
    established.add(association);
  }

  @Override
  public void onRejected(AssociationSummary summary) {
    rejected.add(summary);
  }

  @Override
  public void onEnded(AssociationSummary summary) {
    ended.add(summary);
  }

  static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within " + DEADLINE_SECONDS + " s");
    }
    return next;
  }
}
