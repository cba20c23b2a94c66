package io.archway.index.audit;

import java.util.Objects;

/** One record, by kind and our key. */
public record RecordKey(RecordKind kind, long key) {
  public RecordKey {
    Objects.requireNonNull(kind, "kind");
  }

  /** As entries hold it. */
  String text() {
    return kind.name() + ":" + key;
  }

  static RecordKey parse(String text) {
    int colon = text.indexOf(':');
    return new RecordKey(
        RecordKind.valueOf(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }
}
