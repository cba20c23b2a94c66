package io.archway.index.inbox;

/** In which order entries are listed; each ends with the key, so that pages stay stable. */
public enum InboxOrder {
  NEWEST("i.inbox_key DESC"),
  OLDEST("i.inbox_key");

  private final String columns;

  InboxOrder(String columns) {
    this.columns = columns;
  }

  String columns() {
    return columns;
  }
}
