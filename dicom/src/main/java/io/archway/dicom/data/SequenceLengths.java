package io.archway.dicom.data;

/** How a writer ends sequences and items (PS3.5 7.5.1). */
public enum SequenceLengths {
  /** By their length. */
  DEFINED,
  /** By delimiters. */
  UNDEFINED
}
