package io.archway.storage;

import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.AssociationSummary;
import io.archway.ingest.LineLimit;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of the log for each association and each C-STORE that is refused: who, what and why. AE
 * titles, addresses and UIDs only, and of what a peer sent only what can be printed. A peer that
 * repeats itself gets a few lines a minute, so that a flood fills no disk. Thread-safe.
 */
public final class RefusalLog implements AssociationListener {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final int LINES_OF_PEER = 10;
  private static final int LINES_OF_ALL = 200;
  private static final int MOST_CHARACTERS = 500;

  private final AssociationListener next;
  private final LineLimit limit;

  /**
   * @param next is told everything too
   */
  public RefusalLog(AssociationListener next) {
    this(next, System::nanoTime);
  }

  RefusalLog(AssociationListener next, LongSupplier nanos) {
    this.next = next;
    this.limit = new LineLimit(LINES_OF_PEER, LINES_OF_ALL, nanos);
  }

  @Override
  public void onEstablished(Association association) {
    next.onEstablished(association);
  }

  @Override
  public void onOperation(String operation, int status) {
    next.onOperation(operation, status);
  }

  @Override
  public void onRejected(AssociationSummary summary) {
    write(
        summary.remoteAddress(),
        "association refused: %s at %s called %s: %s"
            .formatted(
                title(summary.callingAeTitle()),
                address(summary.remoteAddress()),
                title(summary.calledAeTitle()),
                summary.text()));
    next.onRejected(summary);
  }

  @Override
  public void onEnded(AssociationSummary summary) {
    next.onEnded(summary);
  }

  /** A C-STORE that is answered with a failure. */
  void storeRefused(
      Association association, String sopClassUid, String sopInstanceUid, String why) {
    write(
        association.remoteAddress(),
        "C-STORE refused: %s at %s called %s, instance %s of class %s: %s"
            .formatted(
                title(association.callingAeTitle()),
                address(association.remoteAddress()),
                title(association.calledAeTitle()),
                uid(sopInstanceUid),
                uid(sopClassUid),
                why));
  }

  private void write(InetSocketAddress peer, String line) {
    LineLimit.Pass pass = limit.ask(address(peer));
    if (pass.heldBefore() > 0) {
      LOG.warn("{} more refusals in the minute before have no lines", pass.heldBefore());
    }
    if (pass.passes()) {
      LOG.warn(printable(line));
    }
  }

  private static String title(String aeTitle) {
    return aeTitle == null || aeTitle.isEmpty() ? "(no AE title)" : aeTitle;
  }

  private static String uid(String uid) {
    return uid == null || uid.isEmpty() ? "(none)" : uid;
  }

  private static String address(InetSocketAddress peer) {
    String address = AssociationRows.address(peer);
    return address.isEmpty() ? "(no address)" : address;
  }

  /** One line of bounded length, whatever a peer put into its titles and UIDs. */
  static String printable(String line) {
    StringBuilder text = new StringBuilder();
    line.codePoints()
        .limit(MOST_CHARACTERS)
        .map(c -> isPrintable(c) ? c : '?')
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
