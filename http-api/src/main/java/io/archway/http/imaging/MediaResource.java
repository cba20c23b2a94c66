package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.download.OtherFile;
import io.archway.http.download.StoredFile;
import io.archway.http.download.StudyDownload;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.medium.MediumFilter;
import io.archway.index.patient.PatientDao;
import io.archway.index.store.ObjectStore;
import io.archway.index.study.Instance;
import io.archway.index.study.Study;
import io.archway.index.study.StudyCorrection;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Media: what arrived as studies, to be listed, read and downloaded. */
final class MediaResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("media_id");
  private static final Parameter<Long> PATIENT =
      Parameter.queryLong("patient_id", 1, Long.MAX_VALUE).described("The id of a patient.");
  private static final Parameter<String> MODALITY =
      Parameter.queryText("modality", 16)
          .matching(Pattern.compile("[A-Z0-9_ ]{1,16}"), "a modality like CT, PX or IO");
  private static final Parameter<String> STATUS = Parameter.queryText("status", 32);
  private static final Parameter<LocalDate> STUDY_FROM =
      Parameter.queryDate("study_date_from").described("The first Study Date that counts.");
  private static final Parameter<LocalDate> STUDY_TO =
      Parameter.queryDate("study_date_to").described("The last Study Date that counts.");
  private static final Parameter<Instant> CREATED_FROM =
      Parameter.queryInstant("created_from").described("Arrived at this moment or later.");
  private static final Parameter<Instant> CREATED_BEFORE =
      Parameter.queryInstant("created_before").described("Arrived before this moment.");

  private static final Parameter<Boolean> DELETED =
      Parameter.queryBoolean("deleted")
          .or(false)
          .described(
              "Those that can be restored instead, latest deletion first; needs "
                  + Permission.MEDIA_RESTORE.text()
                  + ".");

  private final Database database;
  private final ObjectStore store;
  private final StudyDownload downloads;

  MediaResource(Database database, ObjectStore store, StudyDownload downloads) {
    this.database = database;
    this.store = store;
    this.downloads = downloads;
  }

  @Override
  public String name() {
    return "media";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/media", "listMedia")
            .summary("Media, newest arrival first.")
            .takes(
                PATIENT,
                MODALITY,
                STATUS,
                STUDY_FROM,
                STUDY_TO,
                CREATED_FROM,
                CREATED_BEFORE,
                DELETED)
            .needs(Permission.MEDIA_INDEX.text())
            .answersPageOf(MediumView.class)
            .showsEach(RecordKind.MEDIUM, MediumView.class, MediumView::id)
            .handles(this::list),
        get("/media/{media_id}", "showMedia")
            .summary("One medium: its study, series, instances.")
            .takes(ID)
            .shows(RecordKind.MEDIUM, ID)
            .needs(Permission.MEDIA_SHOW.text())
            .answers(MediumDetail.class)
            .handles(this::show),
        get("/media/{media_id}/download", "downloadMedia")
            .summary("Its file, its one instance, or a zip of all with a DICOMDIR.")
            .takes(ID, Copies.RAW)
            .shows(RecordKind.MEDIUM, ID)
            .needs(Permission.MEDIA_DOWNLOAD.text())
            .refuses(ProblemType.CONFLICT)
            .answersContent(StoredFile.MEDIA_TYPE, StudyDownload.ZIP_TYPE, OtherFile.ANY_TYPE)
            .handles(this::download));
  }

  private Response list(Request request) {
    if (request.get(DELETED) && !request.principal().may(Permission.MEDIA_RESTORE.text())) {
      throw Problem.of(ProblemType.FORBIDDEN).toException();
    }
    MediumFilter filter =
        new MediumFilter(
            request.get(PATIENT),
            request.get(MODALITY),
            request.get(STUDY_FROM),
            request.get(STUDY_TO),
            request.get(CREATED_FROM),
            request.get(CREATED_BEFORE),
            request.get(STATUS),
            request.get(DELETED));
    checkOrder(filter);
    io.archway.index.database.Page<Medium> page =
        database.read(
            handle ->
                handle
                    .attach(MediumDao.class)
                    .page(
                        request.principal().organizationKey(),
                        Actor.of(handle, request.principal()).visible(),
                        filter,
                        Pages.asked(request)));
    return Response.page(Pages.answer(page, page.rows().stream().map(MediumView::of).toList()));
  }

  private static void checkOrder(MediumFilter filter) {
    FieldErrors errors = new FieldErrors();
    if (isBefore(filter.studyDateTo(), filter.studyDateFrom())) {
      errors.add(STUDY_TO.name(), "expected: not before " + STUDY_FROM.name());
    }
    if (isBefore(filter.arrivedBefore(), filter.arrivedFrom())) {
      errors.add(CREATED_BEFORE.name(), "expected: not before " + CREATED_FROM.name());
    }
    errors.throwIfAny();
  }

  private static <T extends Comparable<? super T>> boolean isBefore(T one, T other) {
    return one != null && other != null && one.compareTo(other) < 0;
  }

  private Response show(Request request) {
    return database.read(
        handle -> {
          Medium medium = find(handle, request);
          return Response.json(MediumDetail.of(medium, study(handle, medium)));
        });
  }

  private static Medium find(Handle handle, Request request) {
    return handle
        .attach(MediumDao.class)
        .find(
            request.principal().organizationKey(),
            Actor.of(handle, request.principal()).visible(),
            request.get(ID))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private static StudyView study(Handle handle, Medium medium) {
    if (medium.studyKey() == null) {
      return null;
    }
    return StudyReading.of(
        handle.attach(StudyDao.class), medium.organizationKey(), medium.studyKey());
  }

  private Response download(Request request) throws IOException {
    Medium medium = database.read(handle -> find(handle, request));
    if (medium.fileName() != null) {
      return Response.content(
          OtherFile.content(
              store,
              () ->
                  database.read(
                      handle ->
                          handle
                              .attach(MediumFileDao.class)
                              .find(medium.organizationKey(), medium.mediumKey())
                              .orElseThrow(() -> Problem.notFound().toException()))));
    } else if (medium.studyKey() == null) {
      throw Problem.notFound().toException();
    }
    return Response.content(
        downloads.content(
            medium.instanceCount(),
            () -> database.read(handle -> contents(handle, medium, request.get(Copies.RAW)))));
  }

  private static StudyDownload.Contents contents(Handle handle, Medium medium, boolean raw) {
    long organizationKey = medium.organizationKey();
    long studyKey = medium.studyKey();
    int most = StudyDownload.MAX_INSTANCES + 1;
    StudyDao studies = handle.attach(StudyDao.class);
    Study study = studies.find(organizationKey, studyKey).orElseThrow();
    List<Instance> instances = studies.instances(organizationKey, studyKey, 0, most);
    StudyCorrection correction =
        instances.isEmpty() ? null : Copies.found(handle, instances.get(0), raw).correction();
    return new StudyDownload.Contents(
        handle.attach(PatientDao.class).find(organizationKey, study.patientKey()).orElseThrow(),
        study,
        studies.series(organizationKey, studyKey, most),
        instances,
        correction,
        raw);
  }
}
