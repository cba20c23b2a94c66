package io.archway.dicom.data;

/** What a reader is inside of; the top level counts as an item. */
enum ScopeKind {
  ITEM,
  SEQUENCE,
  FRAGMENTS
}
