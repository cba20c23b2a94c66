package io.archway.http.documents;

import io.archway.http.access.Actor;
import io.archway.http.imaging.upload.EnteredFiles;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Request;
import io.archway.index.access.Visibility;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Database;
import io.archway.index.document.DocumentDao;
import io.archway.index.document.DocumentDao.Radiograph;
import io.archway.index.document.DocumentKind;
import io.archway.index.document.DocumentRow;
import io.archway.index.document.NewDocument;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.organization.Office;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.setting.Category;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Enters a file as a document of a patient. Thread-safe; calls block until it is durable. */
final class DocumentEntry {
  private final Database database;
  private final EnteredFiles files;
  private final InstantSource clock;

  DocumentEntry(Database database, EnteredFiles files, InstantSource clock) {
    this.database = database;
    this.files = files;
    this.clock = clock;
  }

  EnteredFiles files() {
    return files;
  }

  /**
   * What a file is to become, all of it looked at.
   *
   * @param officeKey that it is to belong to
   */
  record Wanted(Shown shown, DocumentFields fields, long officeKey, Optional<Category> category) {}

  /** Looks at all that is said; what is wrong is told at once. */
  Wanted look(Request request, DocumentSaid said, FieldErrors errors) {
    DocumentFields fields = said.fields(errors);
    return database.read(
        handle -> {
          errors.throwIfAny();
          Shown shown = Shown.of(handle, request.principal(), said.patNum(), clock.instant());
          return look(handle, shown, fields, errors);
        });
  }

  /** The same, of a patient who is known already. */
  static Wanted look(Handle handle, Shown shown, DocumentFields fields, FieldErrors errors) {
    Optional<Category> category =
        fields.category() == null
            ? shown.categories().first()
            : shown.categories().find(fields.category());
    if (fields.category() != null && category.isEmpty()) {
      errors.add("DocCategory", "expected: the number of a category");
    }
    Optional<Long> office = office(handle, shown);
    if (office.isEmpty()) {
      errors.add("PatNum", "expected: a patient of an office of the user");
    }
    errors.throwIfAny();
    return new Wanted(shown, fields, office.orElseThrow(), category);
  }

  /** The patient's, if the caller works there; else the first in which the caller does. */
  private static Optional<Long> office(Handle handle, Shown shown) {
    Actor actor = shown.actor();
    List<Long> offices =
        handle.attach(OrganizationDao.class).offices(actor.organizationKey()).stream()
            .map(Office::officeKey)
            .filter(actor.visible()::includeOffice)
            .toList();
    return offices.stream()
        .filter(key -> Objects.equals(key, shown.patient().officeKey()))
        .findFirst()
        .or(() -> offices.stream().findFirst());
  }

  /** The document that it is now. */
  DocumentView enter(
      Request request, Wanted wanted, EnteredFiles.Entering file, EnteredFiles.Name name)
      throws IOException, InterruptedException {
    Shown shown = wanted.shown;
    Numbered numbered = enter(request.auditor(), wanted, file, name);
    return database.read(
        handle ->
            Optional.ofNullable(numbered.documentKey)
                .flatMap(key -> found(handle, shown, numbered.patientKey, key))
                .map(Shown.of(handle, shown.actor(), shown.patient(), clock.instant())::document)
                .orElseGet(() -> asSaid(wanted)));
  }

  /**
   * What a file has become.
   *
   * @param isNew false where it was there before
   * @param patientKey whose it is: who stays where that one was merged meanwhile
   * @param documentKey null of what is kept, but is no document by itself
   */
  record Numbered(boolean isNew, long patientKey, Long documentKey) {}

  Numbered enter(Auditor auditor, Wanted wanted, EnteredFiles.Entering file, EnteredFiles.Name name)
      throws IOException, InterruptedException {
    return file.enter(
        auditor,
        wanted.shown.patient(),
        wanted.officeKey,
        name,
        new EnteredFiles.Said(
            wanted.fields.description(), wanted.category.map(Category::slug).orElse(null)),
        (handle, entered) ->
            new Numbered(
                entered.isNew(), entered.patientKey(), said(handle, wanted, entered).orElse(null)));
  }

  /** It was theirs to enter, whether or not they see such documents. */
  private static Optional<DocumentRow> found(
      Handle handle, Shown shown, long patientKey, long documentKey) {
    return handle
        .attach(DocumentDao.class)
        .find(shown.actor().organizationKey(), Visibility.ALL, documentKey)
        .filter(row -> row.patientKey() == patientKey);
  }

  /** Of what is kept but is no document, or no longer. */
  private DocumentView asSaid(Wanted wanted) {
    String now = DocumentView.text(wanted.shown.local(clock.instant()));
    return new DocumentView(
        0,
        0,
        "",
        Objects.requireNonNullElse(wanted.fields.description(), ""),
        "",
        wanted.fields.createdOn() == null ? now : DocumentView.text(wanted.fields.createdOn()),
        wanted.category.map(Category::name).orElse(""),
        wanted.category.map(Category::categoryKey).orElse(0L),
        Objects.requireNonNullElse(wanted.fields.teeth(), ""),
        now,
        now);
  }

  /**
   * The number; none of slices of a series whose number is another patient's. What is left out is
   * not made up for an object that was here before: it has a date of its own.
   */
  private Optional<Long> said(Handle handle, Wanted wanted, EnteredFiles.Entered entered) {
    DocumentDao documents = handle.attach(DocumentDao.class);
    if (kind(entered) == DocumentKind.SERIES
        && !documents.isFirst(entered.instance().seriesKey()).orElse(false)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    long organizationKey = wanted.shown.actor().organizationKey();
    DocumentKind kind = kind(entered);
    long key = Numbering.number(handle, organizationKey, kind, uid(entered, kind), now);
    LocalDateTime said = wanted.fields.createdOn();
    LocalDateTime createdOn = said == null ? wanted.shown.local(now).withNano(0) : said;
    boolean received = kind != DocumentKind.FILE && !entered.isNew();
    boolean sorted = wanted.fields.category() != null || !received;
    documents.say(
        organizationKey,
        key,
        new NewDocument(
            wanted.fields.description(),
            sorted ? wanted.category.map(Category::categoryKey).orElse(null) : null,
            wanted.fields.kind().text(),
            wanted.fields.teeth(),
            received ? said : createdOn),
        now);
    if (kind == DocumentKind.FILE && isRadiograph(handle, wanted, entered)) {
      mount(handle, wanted, entered.patientKey(), createdOn, now);
    }
    return Optional.of(key);
  }

  private static DocumentKind kind(EnteredFiles.Entered entered) {
    if (entered.instance() == null) {
      return DocumentKind.FILE;
    }
    boolean slice = DocumentDao.SLICES.contains("'" + entered.instance().sopClassUid() + "'");
    return slice ? DocumentKind.SERIES : DocumentKind.INSTANCE;
  }

  private static String uid(EnteredFiles.Entered entered, DocumentKind kind) {
    return switch (kind) {
      case FILE -> entered.fileUid();
      case SERIES -> entered.instance().seriesInstanceUid();
      case INSTANCE, MOUNT, ALBUM -> entered.instance().sopInstanceUid();
    };
  }

  private static boolean isRadiograph(Handle handle, Wanted wanted, EnteredFiles.Entered entered) {
    String teeth = wanted.fields.teeth();
    return wanted.fields.kind() == ImageKind.RADIOGRAPH
        && teeth != null
        && !teeth.isEmpty()
        && handle
            .attach(MediumFileDao.class)
            .find(wanted.shown.actor().organizationKey(), entered.mediumKey())
            .filter(file -> file.mediaType().startsWith("image/"))
            .isPresent();
  }

  /** Radiographs of teeth that are of one day belong together. */
  private static void mount(
      Handle handle, Wanted wanted, long patientKey, LocalDateTime createdOn, Instant now) {
    long organizationKey = wanted.shown.actor().organizationKey();
    LocalDateTime day = createdOn.toLocalDate().atStartOfDay();
    DocumentDao documents = handle.attach(DocumentDao.class);
    List<Radiograph> pictures =
        documents.radiographs(organizationKey, patientKey, day, day.plusDays(1));
    if (pictures.size() < 2) {
      return;
    }
    long mount =
        pictures.stream()
            .map(Radiograph::mountKey)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(
                () -> Numbering.number(handle, organizationKey, DocumentKind.ALBUM, uid(), now));
    pictures.stream()
        .filter(each -> each.mountKey() == null)
        .forEach(each -> documents.mount(organizationKey, each.documentKey(), mount));
  }

  /** UIDs from UUIDs: PS3.5 B.2. */
  private static String uid() {
    String hex = UUID.randomUUID().toString().replace("-", "");
    return "2.25." + new BigInteger(hex, 16);
  }
}
