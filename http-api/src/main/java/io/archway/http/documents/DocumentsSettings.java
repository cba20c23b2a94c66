package io.archway.http.documents;

import java.util.List;

/**
 * What can be set of the documents family.
 *
 * @param prefix of its paths
 * @param developerKeys SHA-256 of each key of a program that may call, in hexadecimal digits
 */
public record DocumentsSettings(String prefix, List<String> developerKeys) {
  public DocumentsSettings {
    developerKeys = List.copyOf(developerKeys);
  }

  public static DocumentsSettings defaults() {
    return new DocumentsSettings("/documents", List.of());
  }
}
