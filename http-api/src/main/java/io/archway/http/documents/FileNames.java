package io.archway.http.documents;

import io.archway.index.document.DocumentRow;
import io.archway.index.patient.Patient;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How files of documents are called elsewhere. No name leads out of its folder. Pure. */
final class FileNames {
  private static final int MAX_LENGTH = 150;
  private static final String NOBODY = "document";

  private FileNames() {}

  /** Of whom a document is: {@code SmithJohn}. */
  static String of(Patient patient) {
    String name =
        Stream.of(patient.familyName(), patient.givenName())
            .filter(Objects::nonNull)
            .map(part -> part.replaceAll("[^\\p{L}\\p{N}]", ""))
            .collect(Collectors.joining());
    return name.isEmpty() ? NOBODY : cut(name);
  }

  /** Letters, digits and a few signs; everything else becomes an underscore. */
  static String clean(String name) {
    String plain = name.replaceAll("[^\\p{L}\\p{N} ._()+-]", "_").replaceAll("^[. ]+", "").strip();
    return plain.isEmpty() ? NOBODY : cut(plain);
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), MAX_LENGTH));
  }

  /** Without what stands behind the last dot. */
  static String base(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  /** What stands behind the last dot, in lower case; empty where there is none. */
  static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(java.util.Locale.ROOT);
  }

  /** Of a document: as its sender called it, else by whose and which it is. */
  static String of(DocumentRow row, Patient patient, String extension) {
    String whose = of(patient);
    String given = row.fileName() == null ? whose : clean(base(row.fileName()));
    return (given.equals(whose) ? whose + row.documentKey() : given) + "." + extension;
  }
}
