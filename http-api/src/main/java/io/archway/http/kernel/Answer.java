package io.archway.http.kernel;

import java.util.List;

/** What an endpoint answers when it succeeds, for the documents; checked against the response. */
public sealed interface Answer {

  record Json(int status, Class<?> type) implements Answer {}

  /** The same type with one of two statuses, by what it says: 200, or the other. */
  record JsonEither(Class<?> type, int otherStatus) implements Answer {}

  record PageOf(Class<?> type) implements Answer {}

  record ListOf(Class<?> type) implements Answer {}

  /** Bytes, also parts of them; or, where it is open, all that comes until somebody ends it. */
  record Content(List<String> mediaTypes, boolean open) implements Answer {
    public Content {
      mediaTypes = List.copyOf(mediaTypes);
    }
  }

  /** JSON, or the same as one of these media types where Accept prefers it. */
  record JsonOr(Class<?> type, List<String> mediaTypes) implements Answer {
    public JsonOr {
      mediaTypes = List.copyOf(mediaTypes);
    }
  }

  /** 201 with a JSON array, or 200 with a text where there is nothing to list. */
  record CreatedListOf(Class<?> type) implements Answer {}

  record Nothing(int status) implements Answer {}
}
