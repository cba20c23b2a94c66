package io.archway.http.documents;

import java.util.List;

/**
 * What can be set of the documents family.
 *
 * @param prefix of its paths
 * @param developerKeys SHA-256 of each key of a program that may call, in hexadecimal digits
 * @param maxConcurrent files that are entered at one time, and transfers from and to other systems;
 *     one more is 503
 */
public record DocumentsSettings(String prefix, List<String> developerKeys, int maxConcurrent) {
  public DocumentsSettings {
    developerKeys = List.copyOf(developerKeys);
  }

  public static DocumentsSettings defaults() {
    return new DocumentsSettings("/documents", List.of(), 3);
  }
}
