package io.archway.http.documents;

import java.util.Optional;

/** What practice software says that a document is, in its words. */
enum ImageKind {
  DOCUMENT("Document"),
  RADIOGRAPH("Radiograph"),
  PHOTO("Photo"),
  FILE("File"),
  ATTACHMENT("Attachment");

  private final String text;

  ImageKind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Optional<ImageKind> of(String text) {
    for (ImageKind kind : values()) {
      if (kind.text.equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
