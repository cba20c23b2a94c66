package io.archway.index.study;

/** The way by which an object came in. */
public enum Via {
  DIMSE,
  HTTP,
  IMPORT,
  WATCH
}
