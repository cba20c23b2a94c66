package io.archway.http.documents;

import io.archway.http.access.Actor;
import io.archway.http.kernel.Request;
import io.archway.index.database.Database;
import io.archway.index.document.DocumentDao;
import io.archway.index.document.DocumentRow;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Finds documents that a caller sees; whatever is found has a number. Thread-safe. */
final class DocumentLists {
  private final Database database;
  private final InstantSource clock;

  DocumentLists(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  record Listed(Shown shown, List<DocumentRow> rows) {}

  Listed ofPatient(Request request, long patientKey) {
    return numbered(
            request,
            handle -> {
              Shown shown = Shown.of(handle, request.principal(), patientKey, clock.instant());
              return Optional.of(new Listed(shown, shown.rows(handle)));
            })
        .orElseThrow();
  }

  /** The document of a number. */
  Optional<Listed> document(Request request, long documentKey) {
    return database.read(
        handle -> {
          Actor actor = Actor.of(handle, request.principal());
          List<DocumentRow> found =
              handle
                  .attach(DocumentDao.class)
                  .find(actor.organizationKey(), actor.visible(), documentKey)
                  .stream()
                  .toList();
          return listed(handle, actor, found);
        });
  }

  /** The pictures of a mount. */
  Optional<Listed> mount(Request request, long mountKey) {
    return numbered(
        request,
        handle -> {
          Actor actor = Actor.of(handle, request.principal());
          return listed(
              handle,
              actor,
              handle
                  .attach(DocumentDao.class)
                  .mounted(actor.organizationKey(), actor.visible(), mountKey));
        });
  }

  private Optional<Listed> listed(Handle handle, Actor actor, List<DocumentRow> rows) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Patient patient =
        handle
            .attach(PatientDao.class)
            .find(actor.organizationKey(), rows.get(0).patientKey())
            .orElseThrow();
    return Optional.of(new Listed(Shown.of(handle, actor, patient, clock.instant()), rows));
  }

  /** What came between two looks has its number the next time. */
  private Optional<Listed> numbered(Request request, Function<Handle, Optional<Listed>> look) {
    Optional<Listed> first = database.read(look::apply);
    if (first.isEmpty() || Numbering.isComplete(first.get().rows)) {
      return first;
    }
    long organizationKey = request.principal().organizationKey();
    database.durablyInConnection(
        handle -> {
          Numbering.number(handle, organizationKey, first.get().rows, clock.instant());
          return null;
        });
    return database
        .read(look::apply)
        .map(
            again ->
                new Listed(
                    again.shown,
                    again.rows.stream().filter(row -> row.documentKey() != null).toList()));
  }

  /** By their numbers. */
  static List<DocumentRow> inOrder(Listed listed) {
    return listed.rows.stream().sorted(Comparator.comparing(DocumentRow::documentKey)).toList();
  }
}
