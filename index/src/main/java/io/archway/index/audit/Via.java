package io.archway.index.audit;

/** By which way somebody acted. Kept in rows by name. */
public enum Via {
  HTTP,
  /** On the command line; the name says which command. */
  COMMAND,
  /** Over DICOM; the name is the calling AE title. */
  DEVICE,
  /** The gateway by itself, as a setting tells it; the name says which part. */
  GATEWAY
}
