package io.archway.http.documents;

import io.archway.index.document.DocumentDao;
import io.archway.index.document.DocumentKind;
import io.archway.index.document.DocumentRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Gives numbers to documents and mounts that nobody has asked for before. Whoever asks first makes
 * the row; it stays, whatever happens to the document. Stateless.
 */
final class Numbering {
  private record Unnumbered(DocumentKind kind, String uid) {}

  private Numbering() {}

  static boolean isComplete(List<DocumentRow> rows) {
    return missing(rows).isEmpty();
  }

  /** In the order of their UIDs, so that two who number the same wait for each other. */
  static void number(Handle handle, long organizationKey, List<DocumentRow> rows, Instant now) {
    DocumentDao documents = handle.attach(DocumentDao.class);
    missing(rows).stream()
        .sorted(Comparator.comparing(Unnumbered::uid).thenComparing(Unnumbered::kind))
        .forEach(one -> documents.number(organizationKey, one.kind.text(), one.uid, now));
  }

  /** The key of a document, which gets one if it has none. */
  static long number(
      Handle handle, long organizationKey, DocumentKind kind, String uid, Instant now) {
    DocumentDao documents = handle.attach(DocumentDao.class);
    documents.number(organizationKey, kind.text(), uid, now);
    return documents.key(organizationKey, kind.text(), uid).orElseThrow();
  }

  private static Set<Unnumbered> missing(List<DocumentRow> rows) {
    Set<Unnumbered> missing = new HashSet<>();
    rows.stream()
        .filter(row -> row.documentKey() == null)
        .map(row -> new Unnumbered(row.documentKind(), row.uid()))
        .forEach(missing::add);
    mounts(rows).forEach(missing::add);
    return missing;
  }

  private static Stream<Unnumbered> mounts(List<DocumentRow> rows) {
    Map<String, Integer> pictures = new HashMap<>();
    rows.stream()
        .filter(row -> row.intraOral() && row.mountKey() == null)
        .map(DocumentRow::seriesInstanceUid)
        .filter(Objects::nonNull)
        .forEach(uid -> pictures.merge(uid, 1, Integer::sum));
    return pictures.entrySet().stream()
        .filter(each -> each.getValue() > 1)
        .map(each -> new Unnumbered(DocumentKind.MOUNT, each.getKey()));
  }
}
