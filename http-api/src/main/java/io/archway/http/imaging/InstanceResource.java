package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.download.CopyRoom;
import io.archway.http.download.StoredFile;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.access.Visibility;
import io.archway.index.audit.RecordKind;
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
  private final CopyRoom copies;

  InstanceResource(Database database, ObjectStore store, CopyRoom copies) {
    this.database = database;
    this.store = store;
    this.copies = copies;
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
            .summary("The Part 10 file, with its patient as known by now.")
            .takes(UID, VERSION, Copies.RAW)
            .needs(Permission.MEDIA_DOWNLOAD.text())
            .refuses(ProblemType.CONFLICT)
            .answersContent(StoredFile.MEDIA_TYPE)
            .handles(this::file));
  }

  private Response show(Request request) throws IOException {
    Shown shown = database.read(handle -> shown(handle, request));
    Instance instance = shown.found.instance();
    return Response.json(
        InstanceView.of(
            instance,
            shown.mediumKey,
            InstanceView.CopyPart.of(
                shown.found, store, () -> database.read(handle -> shown(handle, request)).found),
            shown.versions));
  }

  private record Shown(StoredFile.Found found, Long mediumKey, List<Instance> versions) {}

  private static Shown shown(Handle handle, Request request) {
    List<Instance> versions = versions(handle, request);
    Instance instance = choose(versions, request);
    Long mediumKey =
        handle
            .attach(MediumDao.class)
            .keyOfStudy(instance.organizationKey(), instance.studyKey())
            .orElse(null);
    return new Shown(Copies.found(handle, instance, false), mediumKey, versions);
  }

  private Response file(Request request) throws IOException {
    boolean raw = request.get(Copies.RAW);
    Shown shown = database.read(handle -> shown(handle, request));
    return Response.content(
            StoredFile.content(
                store,
                copies,
                () ->
                    database.read(
                        handle ->
                            Copies.found(handle, choose(versions(handle, request), request), raw))))
        .shows(RecordKind.INSTANCE, shown.found.instance().instanceKey())
        .shows(RecordKind.MEDIUM, shown.mediumKey);
  }

  /** Those whose studies the caller sees, without deleted ones. */
  private static List<Instance> versions(Handle handle, Request request) {
    Visibility visible = Actor.of(handle, request.principal()).visible();
    return handle
        .attach(StudyDao.class)
        .shownVersions(request.principal().organizationKey(), request.get(UID))
        .stream()
        .filter(version -> visible.seesStudy(handle, version.studyKey()))
        .toList();
  }

  private static Instance choose(List<Instance> versions, Request request) {
    Integer version = request.get(VERSION);
    return versions.stream()
        .filter(i -> version == null ? i.current() : Objects.equals(i.version(), version))
        .findFirst()
        .orElseThrow(() -> Problem.notFound().toException());
  }
}
