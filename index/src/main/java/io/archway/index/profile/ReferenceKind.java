package io.archway.index.profile;

/** Which other system an id is of. Names are kept in rows: never rename one. */
public enum ReferenceKind {
  /** A system that is kept in step with. */
  EXTERNAL,
  /** The one from which patients were taken over. */
  LEGACY
}
