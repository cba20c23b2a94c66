package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.download.StoredFile;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.database.Database;
import io.archway.index.medium.MediumDao;
import io.archway.index.store.ObjectStore;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** SOP instances by their UID: what they are, who sent them, their files as stored. */
final class InstanceResource implements Resource {

  private static final Parameter<String> UID = Parameter.pathUid("sop_instance_uid");
  private static final Parameter<Integer> VERSION =
      Parameter.queryInt("version", 1, 1_000)
          .described("Which of several data sets under this UID; without it, the current one.");

  private final Database database;
  private final ObjectStore store;

  InstanceResource(Database database, ObjectStore store) {
    this.database = database;
    this.store = store;
  }

  @Override
  public String name() {
    return "instance";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/instance/{sop_instance_uid}", "showInstance")
            .summary("An instance: identity, digest, sender, times, and conflicting data sets.")
            .takes(UID, VERSION)
            .needs(Permission.DICOM_SHOW.text())
            .answers(InstanceView.class)
            .handles(this::show),
        get("/instance/{sop_instance_uid}/file", "downloadInstance")
            .summary("The Part 10 file as stored.")
            .takes(UID, VERSION)
            .needs(Permission.MEDIA_DOWNLOAD.text())
            .answersContent(StoredFile.MEDIA_TYPE)
            .handles(this::file));
  }

  private Response show(Request request) {
    return Response.json(database.read(handle -> view(handle, request)));
  }

  private static InstanceView view(Handle handle, Request request) {
    List<Instance> versions = versions(handle, request);
    Instance shown = choose(versions, request);
    Long mediumKey =
        handle
            .attach(MediumDao.class)
            .keyOfStudy(shown.organizationKey(), shown.studyKey())
            .orElse(null);
    return InstanceView.of(shown, mediumKey, versions);
  }

  private Response file(Request request) throws IOException {
    return Response.content(
        StoredFile.content(
            store, () -> database.read(handle -> choose(versions(handle, request), request))));
  }

  private static List<Instance> versions(Handle handle, Request request) {
    return handle
        .attach(StudyDao.class)
        .versions(request.principal().organizationKey(), request.get(UID));
  }

  private static Instance choose(List<Instance> versions, Request request) {
    Integer version = request.get(VERSION);
    return versions.stream()
        .filter(i -> version == null ? i.current() : Objects.equals(i.version(), version))
        .findFirst()
        .orElseThrow(() -> Problem.notFound().toException());
  }
}
