package io.archway.dicom.net;

/**
 * Told about every association of an acceptor. Called on event loops, but for {@link #onOperation}:
 * it hands the news on and returns at once. Each peer that sent at least one byte ends in exactly
 * one of {@code onRejected} and {@code onEnded}.
 */
public interface AssociationListener {

  default void onEstablished(Association association) {}

  /**
   * An operation (as "C-STORE") has its final answer, from us or from the peer. Called from any
   * thread.
   */
  default void onOperation(String operation, int status) {}

  /** Never established: refused by policy or limits, malformed, or too slow to ask. */
  default void onRejected(AssociationSummary summary) {}

  /** Was established and is over. */
  default void onEnded(AssociationSummary summary) {}
}
