package io.archway.index.order;

/** What an order wants of its item. */
public enum OrderAction {
  /** An item, made or as it is said now; one that an order cancelled is offered again. */
  NEW,
  /** The item as it is said now; made where it is not known. */
  CHANGE,
  CANCEL
}
