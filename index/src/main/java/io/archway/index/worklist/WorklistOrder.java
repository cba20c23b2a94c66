package io.archway.index.worklist;

/** In which order items are listed; each ends with the key, so that pages stay stable. */
public enum WorklistOrder {
  NEWEST("w.worklist_item_key DESC"),
  OLDEST("w.worklist_item_key"),
  START("w.start_date, w.start_time, w.worklist_item_key"),
  LATEST_START("w.start_date DESC, w.start_time DESC, w.worklist_item_key DESC");

  private final String columns;

  WorklistOrder(String columns) {
    this.columns = columns;
  }

  String columns() {
    return columns;
  }

  boolean isByStart() {
    return this == START || this == LATEST_START;
  }
}
