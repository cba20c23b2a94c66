package io.archway.http.kernel;

import java.util.List;

/** What an endpoint takes as its request body. */
public sealed interface RequestBody {

  /** No body; an empty one or an empty JSON object is let pass. */
  record None() implements RequestBody {}

  /** A JSON object bound to a record. */
  record Json(Class<? extends Record> type, Handler.References references) implements RequestBody {}

  /**
   * The fields of a form (application/x-www-form-urlencoded), or a JSON object, bound to a record
   * of texts.
   */
  record Form(Class<? extends Record> type) implements RequestBody {}

  /**
   * Bytes given to a {@link BodyConsumer} as they come; no media type: any.
   *
   * @param stepMillis for the work on a piece, or on the whole; 0: as on any request
   * @param shape what it is made of, if it is JSON or a form; null otherwise
   */
  record Streamed(
      long maxBytes,
      int stepMillis,
      List<String> mediaTypes,
      Class<? extends Record> shape,
      Handler.Receiving receiving)
      implements RequestBody {
    public Streamed {
      mediaTypes = List.copyOf(mediaTypes);
    }
  }
}
