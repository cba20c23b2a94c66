package io.archway.http.documents;

import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.access.Permission;
import io.archway.http.imaging.upload.EnteredFiles;
import io.archway.http.kernel.BodyConsumer;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.LongTextBody;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.RecordKind;
import io.archway.index.document.DocumentRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A patient's documents, listed, and entered from the body of a request. */
final class DocumentResource implements Resource {
  private static final String FILE = "rawBase64";
  private static final Parameter<Long> PATIENT =
      Parameter.queryLong("PatNum", 1, Long.MAX_VALUE).required().described("The id of a patient.");

  private final DocumentLists lists;
  private final DocumentEntry entry;
  private final Shares places;
  private final long bodyMillis;

  /**
   * @param maxBodies that come at one time
   * @param bodyMillis in which all of a body must come
   */
  DocumentResource(DocumentLists lists, DocumentEntry entry, int maxBodies, long bodyMillis) {
    this.lists = lists;
    this.entry = entry;
    this.places = new Shares(maxBodies, "Too many uploads at one time.");
    this.bodyMillis = bodyMillis;
  }

  @Override
  public String name() {
    return "document";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("", "listDocuments")
            .summary("All documents and mounts of a patient, by the time they were made.")
            .takes(PATIENT)
            .needs(Permission.MEDIA_INDEX.text())
            .refuses(ProblemType.NOT_FOUND)
            .answersListOf(DocumentView.class)
            .handles(this::list),
        post("/Upload", "uploadDocument")
            .summary("Enters the file that rawBase64 is. What it is, its content tells.")
            .needs(Permission.MEDIA_STORE.text())
            .refuses(ProblemType.NOT_FOUND)
            .createsNothing()
            .receivesJson(
                UploadBody.class,
                base64Length(entry.files().maxBytes()),
                entry.files().workMillis(),
                this::receive));
  }

  /** With room for line breaks and what else is said. */
  private static long base64Length(long bytes) {
    return bytes / 3 * 4 + bytes / 16 + (1 << 20);
  }

  private Response list(Request request) {
    DocumentLists.Listed listed = lists.ofPatient(request, request.get(PATIENT));
    Response response =
        Response.json(listed.shown().views(listed.rows()))
            .shows(RecordKind.PATIENT, request.get(PATIENT));
    for (long mediumKey :
        listed.rows().stream().mapToLong(DocumentRow::mediumKey).distinct().toArray()) {
      response = response.shows(RecordKind.MEDIUM, mediumKey);
    }
    return response;
  }

  private BodyConsumer receive(Request request) throws IOException {
    places.take(request.principal().organizationKey());
    boolean begun = false;
    try {
      EnteredFiles.Entering file = entry.files().begin();
      begun = true;
      return new LongTextBody<>(request, UploadBody.class, FILE, new Parts(request, file));
    } finally {
      if (!begun) {
        places.give(request.principal().organizationKey());
      }
    }
  }

  /** The file goes to the store while the rest is not known yet. */
  private final class Parts implements LongTextBody.Parts<UploadBody> {
    private final Request request;
    private final EnteredFiles.Entering file;
    private final Base64Stream bytes;
    private final BodyTime time = new BodyTime(bodyMillis, System::nanoTime);

    Parts(Request request, EnteredFiles.Entering file) {
      this.request = request;
      this.file = file;
      this.bytes = new Base64Stream(file::write);
    }

    @Override
    public void text(ByteBuffer text) throws Exception {
      time.check();
      try {
        bytes.accept(text);
      } catch (IllegalArgumentException e) {
        throw Problem.invalid(FILE, e.getMessage()).toException();
      }
    }

    @Override
    public Response end(UploadBody body, boolean given) throws Exception {
      FieldErrors errors = new FieldErrors();
      try {
        bytes.finish();
      } catch (IllegalArgumentException e) {
        errors.add(FILE, e.getMessage());
      }
      if (!given || file.length() == 0 && errors.isEmpty()) {
        errors.add(FILE, "required");
      }
      DocumentEntry.Wanted wanted = entry.look(request, body, errors);
      entry.enter(
          request,
          wanted,
          file,
          new EnteredFiles.Name(FileNames.of(wanted.shown().patient()), body.plainExtension()));
      return Response.noContent().status(201);
    }

    @Override
    public void release() {
      try {
        file.close();
      } finally {
        places.give(request.principal().organizationKey());
      }
    }
  }
}
