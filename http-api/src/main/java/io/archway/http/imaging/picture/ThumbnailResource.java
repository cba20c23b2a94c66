package io.archway.http.imaging.picture;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.thumbnail.StoredThumbnails;
import io.archway.imaging.picture.Picture;
import io.archway.index.access.Visibility;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFile;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Thumbnails of media and of single instances. */
public final class ThumbnailResource implements Resource {

  private static final int DEFAULT_SIZE = 256;

  private static final Parameter<Long> MEDIUM = Parameter.pathKey("media_id");
  private static final Parameter<String> UID = Parameter.pathUid("sop_instance_uid");
  private static final Parameter<Integer> SIZE =
      Parameter.queryInt("size", 64, 1024)
          .or(DEFAULT_SIZE)
          .described("The longer side in pixels, 256 unless told; less where there is less.");
  private static final Parameter<Integer> VERSION =
      Parameter.queryInt("version", 1, 1_000)
          .described("Which of several data sets under this UID; without it, the current one.");

  private final Database database;
  private final StoredThumbnails thumbnails;

  public ThumbnailResource(Database database, StoredThumbnails thumbnails) {
    this.database = database;
    this.thumbnails = thumbnails;
  }

  @Override
  public String name() {
    return "thumbnail";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/media/{media_id}/thumbnail", "thumbnailOfMedia")
            .summary("A small picture of it; of a study the middle image of its first series.")
            .takes(MEDIUM, SIZE)
            .needs(Permission.MEDIA_SHOW.text())
            .answersContent(Picture.JPEG, Picture.PNG)
            .shows(RecordKind.MEDIUM, MEDIUM)
            .handles(this::ofMedium),
        get("/instance/{sop_instance_uid}/thumbnail", "thumbnailOfInstance")
            .summary("A small picture of it; of several frames the one that stands for all.")
            .takes(UID, VERSION, SIZE)
            .needs(Permission.MEDIA_SHOW.text())
            .answersContent(Picture.JPEG, Picture.PNG)
            .handles(this::ofInstance));
  }

  private Response ofMedium(Request request) throws IOException {
    Medium medium = database.read(handle -> medium(handle, request));
    if (medium.studyKey() == null) {
      return ofFile(medium, request.get(SIZE));
    }
    if (medium.instanceCount() == null || medium.instanceCount() == 0) {
      return thumbnails.ofKind(medium.kind(), request.get(SIZE));
    }
    Instance instance = database.read(handle -> representative(handle, medium));
    return thumbnails.of(instance, request.get(SIZE));
  }

  /** Of an uploaded file; what lies elsewhere has only a kind. */
  private Response ofFile(Medium medium, int size) throws IOException {
    Optional<MediumFile> file =
        database.read(
            handle ->
                handle
                    .attach(MediumFileDao.class)
                    .find(medium.organizationKey(), medium.mediumKey()));
    return file.isPresent()
        ? thumbnails.of(file.get(), size)
        : thumbnails.ofKind(medium.kind(), size);
  }

  private static Medium medium(Handle handle, Request request) {
    return handle
        .attach(MediumDao.class)
        .find(
            request.principal().organizationKey(),
            Actor.of(handle, request.principal()).visible(),
            request.get(MEDIUM))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  /** The middle image of the first series that has any; else the first object. */
  private static Instance representative(Handle handle, Medium medium) {
    StudyDao studies = handle.attach(StudyDao.class);
    Optional<StudyDao.ImageSeries> series =
        studies.firstImageSeries(medium.organizationKey(), medium.studyKey());
    Optional<Instance> image = series.flatMap(s -> studies.image(s.seriesKey(), s.images() / 2));
    return image
        .or(
            () ->
                studies.instances(medium.organizationKey(), medium.studyKey(), 0, 1).stream()
                    .findFirst())
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private Response ofInstance(Request request) throws IOException {
    Instance instance = database.read(handle -> instance(handle, request));
    return thumbnails
        .of(instance, request.get(SIZE))
        .shows(RecordKind.INSTANCE, instance.instanceKey());
  }

  private static Instance instance(Handle handle, Request request) {
    Integer version = request.get(VERSION);
    Visibility visible = Actor.of(handle, request.principal()).visible();
    return handle
        .attach(StudyDao.class)
        .shownVersions(request.principal().organizationKey(), request.get(UID))
        .stream()
        .filter(i -> version == null ? i.current() : Objects.equals(i.version(), version))
        .filter(i -> visible.seesStudy(handle, i.studyKey()))
        .findFirst()
        .orElseThrow(() -> Problem.notFound().toException());
  }
}
