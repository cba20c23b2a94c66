package io.archway.http.imaging.upload;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Permission;
import io.archway.http.bucket.Bucket;
import io.archway.http.imaging.MediumView;
import io.archway.http.kernel.BodyConsumer;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.multipart.MultipartParser;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.store.ObjectStore;
import io.archway.ingest.Eraser;
import io.archway.ingest.Intake;
import io.archway.ingest.file.OtherFiles;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Media that come over HTTP, and what people do with media: change, delete, restore, purge. */
public final class UploadResource implements Resource {
  private static final Parameter<Long> ID = Parameter.pathKey("media_id");
  private static final int RETRY_AFTER_SECONDS = 5;

  private final Intake intake;
  private final ObjectStore store;
  private final UploadLimits limits;
  private final Semaphore places;
  private final Uploads uploads;
  private final MediaChanges changes;

  private UploadResource(
      Intake intake,
      ObjectStore store,
      UploadLimits limits,
      Uploads uploads,
      MediaChanges changes) {
    this.intake = intake;
    this.store = store;
    this.limits = limits;
    this.places = new Semaphore(limits.maxUploads());
    this.uploads = uploads;
    this.changes = changes;
  }

  /**
   * The resource with what does its work.
   *
   * @param bucket that objects may be taken from; null: none
   */
  public static UploadResource on(
      Database database,
      ObjectStore store,
      Intake intake,
      Eraser eraser,
      UploadLimits limits,
      Bucket bucket,
      InstantSource clock) {
    UploadTaking taking =
        new UploadTaking(
            intake,
            new OtherFiles(intake, store, database, clock, limits.smallFileBytes()),
            limits);
    return new UploadResource(
        intake,
        store,
        limits,
        new Uploads(database, intake, taking, new ObjectFetch(bucket, limits), clock),
        new MediaChanges(database, eraser, clock));
  }

  @Override
  public String name() {
    return "upload";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        post("/media", "storeMedia")
            .summary(
                "Takes files of a form: DICOM objects, alone or in a zip, each as one that a device"
                    + " sends; photos, documents, models and videos each as a medium of a patient."
                    + " What a file is, its content tells. Fields: file (also several), status,"
                    + " description, meta, category (the slug of one), is_dicom, patient_id, patient_name,"
                    + " patient_dob, patient_gender, office_id, worklist_id (an order to which they then belong, and"
                    + " whose patient they must be of), s3_object, s3_objects (keys of objects"
                    + " in the object store, taken as if they were files; 503 while that"
                    + " does not answer). The same again is a duplicate and changes nothing.")
            .needs(Permission.MEDIA_STORE.text())
            .answersEither(UploadView.class, 201)
            .receivesForm(UploadForm.class, limits.maxBytes(), limits.workMillis(), this::receive),
        put("/media/{media_id}", "updateMedia")
            .summary("Says other things of a medium; of a file also whose it is.")
            .takes(ID)
            .shows(RecordKind.MEDIUM, ID)
            .needs(Permission.MEDIA_UPDATE.text())
            .refuses(ProblemType.CONFLICT)
            .answers(MediumView.class)
            .handles(MediumChange.class, this::update),
        delete("/media/{media_id}", "destroyMedia")
            .summary(
                "Hides a medium, until it is restored or purged; 409 while its study is held or"
                    + " waits for its report.")
            .takes(ID)
            .shows(RecordKind.MEDIUM, ID)
            .needs(Permission.MEDIA_DESTROY.text())
            .refuses(ProblemType.CONFLICT)
            .answersNothing()
            .handles(this::destroy),
        post("/media/{media_id}/restore", "restoreMedia")
            .summary("Shows a deleted medium again.")
            .takes(ID)
            .shows(RecordKind.MEDIUM, ID)
            .needs(Permission.MEDIA_RESTORE.text())
            .answers(MediumView.class)
            .handles(this::restore),
        delete("/media/{media_id}/purge", "purgeMedia")
            .summary("Deletes a deleted medium for good, with all that is stored of it.")
            .takes(ID)
            .shows(RecordKind.MEDIUM, ID)
            .needs(Permission.MEDIA_PURGE.text())
            .refuses(ProblemType.CONFLICT)
            .answersNothing()
            .handles(this::purge));
  }

  private BodyConsumer receive(Request request) {
    String boundary = MultipartParser.boundary(request.header("Content-Type"));
    if (!places.tryAcquire()) {
      throw Problem.unavailable("Too many uploads at one time.", RETRY_AFTER_SECONDS).toException();
    }
    return new MediaUpload(
        intake,
        store,
        limits,
        boundary,
        (fields, files) -> uploads.take(request, fields, files),
        places::release);
  }

  private Response update(Request request, MediumChange body) {
    return Response.json(changes.update(request, request.get(ID), body));
  }

  private Response destroy(Request request) {
    changes.delete(request, request.get(ID));
    return Response.noContent();
  }

  private Response restore(Request request) throws IOException {
    return Response.json(changes.restore(request, request.get(ID)));
  }

  private Response purge(Request request) throws IOException {
    changes.purge(request, request.get(ID));
    return Response.noContent();
  }
}
