package io.archway.http.download;

import io.archway.index.store.StoreError;
import io.archway.index.store.StoreException;
import java.io.IOException;

/**
 * Compaction may move an object between the reading of its place from the index and the opening of
 * it there. Then the index knows the new place already: what is read again is found.
 */
final class Moving {

  /** Reads places from the index and opens them. */
  interface Opening<T> {
    T open() throws IOException;
  }

  private Moving() {}

  static <T> T follow(Opening<T> opening) throws IOException {
    try {
      return opening.open();
    } catch (StoreException e) {
      if (e.error() != StoreError.NOT_FOUND) {
        throw e;
      }
      return opening.open();
    }
  }
}
