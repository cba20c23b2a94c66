package io.archway.dicom.net;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * An established association as its user sees it. Every method may be called from any thread.
 *
 * <p>Reading stops at once, between two fragments, while at least one {@link #pauseReading()} is
 * not yet undone: what the peer sends then waits in the network, not in this program.
 */
public interface Association {

  /** Unique within the acceptor or requester that made it. */
  long id();

  /** Without padding; may be empty. */
  String callingAeTitle();

  /** Without padding; may be empty. */
  String calledAeTitle();

  /** The peer's address; null where there is no network, as in tests. */
  InetSocketAddress remoteAddress();

  /** The request as it came or went. */
  AssociateRq request();

  /** Every proposed context with its result, in the order proposed. */
  List<PresentationContext> presentationContexts();

  /** The context of that id if it was accepted, else null. */
  PresentationContext acceptedContext(int id);

  /** The longest P-DATA-TF to send: the peer's maximum, capped by our own setting. */
  int maxSentPduLengthBytes();

  /** False from the moment its end is known. */
  boolean isOpen();

  /** Counted: each call needs one {@link #resumeReading()}. */
  void pauseReading();

  void resumeReading();

  /** A-ABORT as the service user, then the connection is closed. Does nothing on a closed one. */
  void abort(String text);

  /** For the summary: an operation was answered, by us or by the peer. */
  void countOperation(String operation, int status);

  long bytesReceived();

  long bytesSent();
}
