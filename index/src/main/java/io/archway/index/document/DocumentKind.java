package io.archway.index.document;

import java.util.Locale;

/** What a document is. The names are kept in rows: none may change its meaning. */
public enum DocumentKind {
  /** A stored SOP Instance that stands for itself. */
  INSTANCE,
  /** A series of slices. */
  SERIES,
  /** An uploaded file that is no DICOM object. */
  FILE,
  /** A series of intra-oral images, as a whole. */
  MOUNT,
  /** Uploaded radiographs of teeth of one day, as a whole. */
  ALBUM;

  /** As the rows have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static DocumentKind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
