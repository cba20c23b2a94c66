package io.archway.http.documents;

import io.archway.http.access.Actor;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.document.DocumentDao;
import io.archway.index.document.DocumentKind;
import io.archway.index.document.DocumentRow;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.Patient;
import io.archway.index.patient.PatientDao;
import io.archway.index.setting.Category;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A patient whom a caller sees, and what is needed to tell of their documents. Used in one
 * transaction.
 *
 * @param zone in which times are told: that of their office
 * @param teeth in ISO 3950, by instance
 */
record Shown(
    Actor actor,
    Patient patient,
    ZoneId zone,
    Categories categories,
    Map<Long, List<String>> teeth,
    Instant now) {
  static final String NO_PATIENT = "Patient not found";

  static Shown of(Handle handle, Principal principal, long patientKey, Instant now) {
    Actor actor = Actor.of(handle, principal);
    return patient(handle, actor, patientKey)
        .map(patient -> of(handle, actor, patient, now))
        .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, NO_PATIENT));
  }

  /** Whom somebody sees; nobody who was merged into another. */
  static Optional<Patient> patient(Handle handle, Actor actor, long patientKey) {
    return handle
        .attach(PatientDao.class)
        .find(actor.organizationKey(), actor.visible(), patientKey)
        .filter(one -> one.mergedIntoKey() == null);
  }

  static Shown of(Handle handle, Actor actor, Patient patient, Instant now) {
    long organizationKey = actor.organizationKey();
    return new Shown(
        actor,
        patient,
        zone(handle, organizationKey, patient.officeKey()),
        Categories.of(handle, organizationKey),
        handle.attach(DocumentDao.class).teeth(organizationKey, patient.patientKey()),
        now);
  }

  private static ZoneId zone(Handle handle, long organizationKey, Long officeKey) {
    return Optional.ofNullable(officeKey)
        .flatMap(key -> handle.attach(OrganizationDao.class).findOffice(organizationKey, key))
        .map(office -> office.zoneOr(ZoneId.systemDefault()))
        .orElse(ZoneId.systemDefault());
  }

  /** Everything that the patient has, numbered or not. */
  List<DocumentRow> rows(Handle handle) {
    return handle
        .attach(DocumentDao.class)
        .ofPatient(actor.organizationKey(), actor.visible(), patient.patientKey());
  }

  LocalDateTime local(Instant moment) {
    return LocalDateTime.ofInstant(moment, zone);
  }

  LocalDateTime createdOn(DocumentRow row) {
    if (row.createdOn() != null) {
      return row.createdOn();
    } else if (row.takenOn() == null) {
      return local(row.arrivedAt());
    }
    return row.takenOn().atTime(row.takenAt() == null ? LocalTime.MIDNIGHT : row.takenAt());
  }

  /** Universal numbers: those that somebody said, else those that the image names. */
  String teeth(DocumentRow row) {
    if (row.toothNumbers() != null) {
      return row.toothNumbers();
    }
    return row.instanceKey() == null
        ? ""
        : ToothNumbers.ofIso(teeth.getOrDefault(row.instanceKey(), List.of()));
  }

  private static String description(DocumentRow row) {
    boolean file = row.documentKind() == DocumentKind.FILE;
    String first = file ? row.own() : row.said();
    String second = file ? row.said() : row.own();
    String text = first != null ? first : second;
    return text != null ? text : file ? row.fileName() : "";
  }

  DocumentView document(DocumentRow row) {
    Instant changed = row.changedAt() == null ? row.arrivedAt() : row.changedAt();
    return view(
        row.documentKey(),
        0,
        description(row),
        createdOn(row),
        categories.of(row),
        teeth(row),
        DocumentView.text(local(changed.isAfter(row.arrivedAt()) ? changed : row.arrivedAt())));
  }

  private DocumentView mount(long mountKey, List<DocumentRow> pictures) {
    DocumentRow first = pictures.get(0);
    String named = first.documentKind() == DocumentKind.INSTANCE ? first.own() : null;
    return view(
        0,
        mountKey,
        named != null ? named : pictures.size() + " images",
        pictures.stream().map(this::createdOn).min(Comparator.naturalOrder()).orElseThrow(),
        categories.of(first),
        "",
        "");
  }

  private DocumentView view(
      long docNum,
      long mountNum,
      String description,
      LocalDateTime createdOn,
      Optional<Category> category,
      String teeth,
      String changed) {
    return new DocumentView(
        docNum,
        mountNum,
        "",
        description,
        "",
        DocumentView.text(createdOn),
        category.map(Category::name).orElse(""),
        category.map(Category::categoryKey).orElse(0L),
        teeth,
        changed,
        DocumentView.text(local(now)));
  }

  /** All that have numbers, by the time they were made. */
  List<DocumentView> views(List<DocumentRow> rows) {
    List<DocumentView> views = new ArrayList<>();
    rows.forEach(row -> views.add(document(row)));
    mounts(rows).forEach((key, pictures) -> views.add(mount(key, pictures)));
    views.sort(
        Comparator.comparing(DocumentView::dateCreated)
            .thenComparing(DocumentView::docNum)
            .thenComparing(DocumentView::mountNum));
    return views;
  }

  /** Two pictures at least make a mount. */
  private static Map<Long, List<DocumentRow>> mounts(List<DocumentRow> rows) {
    Map<Long, List<DocumentRow>> mounts = new LinkedHashMap<>();
    for (DocumentRow row : rows) {
      if (row.mountKey() != null) {
        mounts.computeIfAbsent(row.mountKey(), key -> new ArrayList<>()).add(row);
      }
    }
    mounts.values().removeIf(pictures -> pictures.size() < 2);
    return mounts;
  }
}
