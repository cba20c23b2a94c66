package io.archway.worklist;

/** Which steps of its organization a calling device is shown. */
public enum SeenBy {
  /** Those of its own AE title and those of any station. */
  STATION,
  /** Those of the office it belongs to. */
  OFFICE,
  ALL
}
