package io.archway.http.kernel;

/** What an answer carries. */
sealed interface ResponseBody {

  record None() implements ResponseBody {}

  record Json(Object value) implements ResponseBody {}

  record Paged(Page<?> page) implements ResponseBody {}

  record Fixed(Content content) implements ResponseBody {}

  record Open(String mediaType, OpenStream stream) implements ResponseBody {}
}
