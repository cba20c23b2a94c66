package io.archway.dicom.dimse;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Answers one request. Thread-safe, and may be used long after the request. If the association is
 * gone the answers go nowhere.
 *
 * <p>A final response that is given before the data set has arrived waits for its end; the rest of
 * the data set is then read and thrown away.
 */
public interface Responder {

  /** The final response. A second one is an error. */
  void respond(DimseResponse response);

  default void respond(DimseStatus status) {
    respond(DimseResponse.of(status));
  }

  /**
   * @param errorComment cut to the 64 characters of an LO
   */
  default void respond(DimseStatus status, String errorComment) {
    respond(DimseResponse.of(status).withErrorComment(errorComment));
  }

  /**
   * A pending response (C-FIND, C-MOVE, C-GET). Send the next when the stage is complete: that is
   * when the peer takes more. It fails when the association is gone, or when the data set cannot be
   * encoded, of which nothing is then sent.
   */
  default CompletionStage<Void> respondPending(DimseResponse response) {
    return respondPending(List.of(response));
  }

  /** Several at once, which cost one change of thread; the stage is that of the last. */
  CompletionStage<Void> respondPending(List<DimseResponse> responses);

  /** Run on the event loop when C-CANCEL names this request; at once if it already has. */
  void onCancel(Runnable action);
}
