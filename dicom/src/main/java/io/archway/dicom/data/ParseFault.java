package io.archway.dicom.data;

/** Why bytes are no data set, or a value not what its VR says. */
public enum ParseFault {
  /** A length is longer than what encloses it, or than a limit. */
  LENGTH,
  /** The input ends inside an element, an item or a sequence. */
  TRUNCATED,
  /** Sequences are nested deeper than the limit. */
  DEPTH,
  /** More elements, or more bytes to hold, than the limit. */
  TOO_MUCH,
  /** Deflated data is damaged or inflates beyond the limit. */
  INFLATE,
  /** Two bytes that must be a VR are none. */
  VR,
  /** Where an item or a delimiter must stand there is something else, or the reverse. */
  STRUCTURE,
  /** A value cannot be read as what was asked for. */
  VALUE,
  /** A file is neither Part 10 nor a bare data set. */
  FILE
}
