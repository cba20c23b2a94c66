package io.archway.http.documents;

import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.access.Permission;
import io.archway.http.documents.DocumentLists.Listed;
import io.archway.http.documents.remote.RemoteException;
import io.archway.http.documents.remote.SftpAddress;
import io.archway.http.documents.remote.SftpSite;
import io.archway.http.documents.remote.SftpSites;
import io.archway.http.documents.remote.UrlFetch;
import io.archway.http.imaging.upload.EnteredFiles;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Handler;
import io.archway.http.kernel.LongTextBody;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.document.DocumentRow;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Documents that go to other systems or come from there: SFTP sites, and the web. */
final class TransferResource implements Resource {
  private static final Logger LOG = LoggerFactory.getLogger(TransferResource.class);
  private static final int MAX_BODY_BYTES = 64 << 10;

  /** Pictures that are drawn before they are sent; more would fill memory. */
  private static final int DRAWN_TOGETHER = 16;

  private static final String NO_DOCUMENT = "Document not found";
  private static final String NO_MOUNT = "Mount not found";

  private final Database database;
  private final DocumentLists lists;
  private final DocumentEntry entry;
  private final DocumentFiles files;
  private final SftpSites sites;
  private final UrlFetch web;
  private final Shares places;

  TransferResource(
      Database database,
      DocumentLists lists,
      DocumentEntry entry,
      DocumentFiles files,
      SftpSites sites,
      UrlFetch web,
      int maxTransfers) {
    this.database = database;
    this.lists = lists;
    this.entry = entry;
    this.files = files;
    this.sites = sites;
    this.web = web;
    this.places = new Shares(maxTransfers, "Too many transfers at one time.");
  }

  @Override
  public String name() {
    return "transfer";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        taking(
            post("/UploadSftp", "uploadSftp")
                .summary("Enters a file that lies on an SFTP site.")
                .needs(Permission.MEDIA_STORE.text())
                .refuses(ProblemType.NOT_FOUND)
                .creates(EnteredView.class),
            Said.UploadSftp.class,
            this::uploadSftp),
        taking(
            post("/DownloadSftp", "downloadSftp")
                .summary(
                    "Puts a document, or all of a mount in one picture, on an SFTP site; what it"
                        + " becomes, the extension says.")
                .needs(Permission.MEDIA_DOWNLOAD.text())
                .refuses(ProblemType.NOT_FOUND)
                .createsNothing(),
            Said.DownloadSftp.class,
            this::downloadSftp),
        taking(
            post("/Thumbnails", "thumbnailsOfDocuments")
                .summary("Puts pictures of 100 x 100 of a patient's images on an SFTP site.")
                .needs(Permission.MEDIA_DOWNLOAD.text())
                .refuses(ProblemType.NOT_FOUND)
                .createsListOf(SentView.class),
            Said.Thumbnails.class,
            this::thumbnails),
        taking(
            post("/DownloadMount", "downloadMount")
                .summary("Puts each image of a mount on an SFTP site.")
                .needs(Permission.MEDIA_DOWNLOAD.text())
                .refuses(ProblemType.NOT_FOUND)
                .createsListOf(SentView.class),
            Said.DownloadMount.class,
            this::downloadMount),
        taking(
            post("/SetByUrl", "setByUrl")
                .summary("Enters a file that is downloaded from the web, before the answer.")
                .needs(Permission.MEDIA_STORE.text())
                .refuses(ProblemType.NOT_FOUND)
                .createsNothing(),
            Said.SetByUrl.class,
            this::setByUrl));
  }

  /** Other systems take longer than a request may otherwise, and what came is then worked on. */
  private <B extends Record> Endpoint taking(
      Endpoint endpoint, Class<B> type, Handler.WithBody<B> handler) {
    return endpoint.receivesJson(
        type,
        MAX_BODY_BYTES,
        sites.limits().totalMillis() + entry.files().workMillis(),
        request ->
            LongTextBody.without(
                request, type, (same, body) -> inPlace(request, () -> handler.handle(same, body))));
  }

  private interface Work {
    Response run() throws Exception;
  }

  private Response inPlace(Request request, Work work) throws Exception {
    long organizationKey = request.principal().organizationKey();
    places.take(organizationKey);
    try {
      return work.run();
    } finally {
      places.give(organizationKey);
    }
  }

  /** A file on an SFTP site by now. */
  record SentView(long docNum, String fileName) {}

  private static ProblemException failed(String what, RemoteException e) {
    return new ProblemException(ProblemType.BAD_REQUEST, what + ": " + e.getMessage());
  }

  private static ProblemException failed(RemoteException e) {
    return failed("Sftp connection error", e);
  }

  private static ProblemException notFound(String what) {
    return new ProblemException(ProblemType.NOT_FOUND, what);
  }

  private SftpSite open(SftpAddress address, Said.Site said) throws RemoteException {
    return sites.open(address, said.sftpUsername(), said.sftpPassword());
  }

  private Response uploadSftp(Request request, Said.UploadSftp body) throws Exception {
    FieldErrors errors = new FieldErrors();
    SftpAddress address = body.address(errors);
    if (address != null && (address.folder() || address.name().isEmpty())) {
      errors.add("SftpAddress", "expected: the path of a file");
    }
    DocumentEntry.Wanted wanted = entry.look(request, body, errors);
    String name = FileNames.clean(address.name());
    try (EnteredFiles.Entering file = entry.files().begin()) {
      try (SftpSite site = open(address, body)) {
        site.get(address.path(), file::write);
      } catch (RemoteException e) {
        throw failed(e);
      }
      if (file.length() == 0) {
        throw failed(new RemoteException("an empty file"));
      }
      DocumentView view = entry.enter(request, wanted, file, EnteredFiles.Name.of(name));
      return Response.created(EnteredView.of(view));
    }
  }

  private Response setByUrl(Request request, Said.SetByUrl body) throws Exception {
    FieldErrors errors = new FieldErrors();
    URI url = null;
    try {
      url = UrlFetch.parse(body.url());
    } catch (IllegalArgumentException e) {
      errors.add("url", e.getMessage());
    }
    DocumentEntry.Wanted wanted = entry.look(request, body, errors);
    try (EnteredFiles.Entering file = entry.files().begin()) {
      try {
        web.get(url, file::write);
      } catch (RemoteException e) {
        throw failed("Download error", e);
      }
      if (file.length() == 0) {
        throw failed("Download error", new RemoteException("an empty file"));
      }
      entry.enter(request, wanted, file, name(url));
      return Response.noContent().status(201);
    }
  }

  private static EnteredFiles.Name name(URI url) {
    String path = url.getPath() == null ? "" : url.getPath();
    return EnteredFiles.Name.of(FileNames.clean(path.substring(path.lastIndexOf('/') + 1)));
  }

  /** Who gives what away is recorded before it is gone. */
  private void record(Request request, List<DocumentRow> rows) {
    List<RecordKey> media =
        rows.stream().map(row -> new RecordKey(RecordKind.MEDIUM, row.mediumKey())).toList();
    database.durably(
        handle -> {
          Audit.changed(handle, request.auditor(), Action.SEND, media);
          return null;
        });
  }

  private Response downloadSftp(Request request, Said.DownloadSftp body) throws Exception {
    FieldErrors errors = new FieldErrors();
    SftpAddress address = body.address(errors);
    errors.throwIfAny();
    boolean mount = Said.DownloadSftp.isGiven(body.mountNum());
    Listed listed =
        mount
            ? lists.mount(request, body.mountNum()).orElseThrow(() -> notFound(NO_MOUNT))
            : lists.document(request, body.docNum()).orElseThrow(() -> notFound(NO_DOCUMENT));
    DocumentRow row = listed.rows().get(0);
    String extension = mount ? "jpg" : DocumentFiles.extension(row);
    boolean named = !address.folder() && !FileNames.extension(address.name()).isEmpty();
    SftpAddress target =
        named
            ? address
            : address.file(
                mount
                    ? FileNames.of(listed.shown().patient()) + body.mountNum() + "." + extension
                    : FileNames.of(row, listed.shown().patient(), extension));
    String wanted = FileNames.extension(target.name());
    try (SftpSite site = open(target, body)) {
      SftpSite.Content content =
          (mount
                  ? files.mount(listed.shown(), listed.rows(), wanted, site)
                  : files.file(row, wanted))
              .orElseThrow(() -> invalidExtension(wanted, extension));
      record(request, listed.rows());
      site.makeFolder(target.parent().path());
      site.put(target.path(), content);
    } catch (RemoteException e) {
      throw failed(e);
    }
    return Response.noContent().status(201).header("Location", visible(target.text()));
  }

  private static ProblemException invalidExtension(String wanted, String own) {
    return Problem.invalid(
            "SftpAddress",
            "invalid file extension %s (expected: %s, or of a picture jpg, png or gif)"
                .formatted(wanted, own))
        .toException();
  }

  /** As the value of a header may be: other characters are percent-encoded. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      if (one > ' ' && one < 0x7F) {
        visible.append((char) one);
      } else {
        visible.append("%%%02X".formatted(one & 0xFF));
      }
    }
    return visible.toString();
  }

  record Named(DocumentRow row, String name, SftpSite.Content content) {}

  /** Where two would be called the same, one bears its number. */
  private static String unique(String name, DocumentRow row, Set<String> taken) {
    if (taken.add(name.toLowerCase(Locale.ROOT))) {
      return name;
    }
    String other = FileNames.base(name) + "-" + row.documentKey() + "." + FileNames.extension(name);
    taken.add(other.toLowerCase(Locale.ROOT));
    return other;
  }

  private Response thumbnails(Request request, Said.Thumbnails body) throws Exception {
    FieldErrors errors = new FieldErrors();
    SftpAddress folder = body.address(errors);
    errors.throwIfAny();
    Listed listed = lists.ofPatient(request, body.patNum());
    if (listed.rows().isEmpty()) {
      throw notFound("No documents exist for this patient");
    }
    Set<String> taken = new HashSet<>();
    Making thumbnail =
        row -> {
          String name =
              FileNames.of(row, listed.shown().patient(), DocumentFiles.thumbnailExtension(row));
          return files
              .thumbnail(row)
              .map(content -> new Named(row, unique(name, row, taken), content));
        };
    return send(
        request, folder, body, listed, thumbnail, "No documents could be made into thumbnails.");
  }

  private Response downloadMount(Request request, Said.DownloadMount body) throws Exception {
    FieldErrors errors = new FieldErrors();
    SftpAddress folder = body.address(errors);
    errors.throwIfAny();
    Listed listed =
        lists.mount(request, body.mountNum()).orElseThrow(() -> notFound(NO_MOUNT + "."));
    Set<String> taken = new HashSet<>();
    Making image =
        row -> {
          String extension = DocumentFiles.extension(row);
          String name = FileNames.of(row, listed.shown().patient(), extension);
          return files
              .file(row, extension)
              .map(content -> new Named(row, unique(name, row, taken), content));
        };
    return send(request, folder, body, listed, image, "No mount images could be downloaded.");
  }

  /** Makes a file of a document; empty where it becomes none. */
  interface Making {
    Optional<Named> of(DocumentRow row) throws IOException;
  }

  /**
   * Some after the others, each recorded before it is gone; whatever cannot be made is left out.
   */
  private Response send(
      Request request,
      SftpAddress folder,
      Said.Site said,
      Listed listed,
      Making making,
      String none)
      throws IOException {
    List<SentView> sent = new ArrayList<>();
    List<DocumentRow> rows = DocumentLists.inOrder(listed);
    try (SftpSite site = open(folder, said)) {
      for (int from = 0; from < rows.size(); from += DRAWN_TOGETHER) {
        int end = Math.min(rows.size(), from + DRAWN_TOGETHER);
        List<Named> made = made(site::checkTime, rows.subList(from, end), making);
        if (!made.isEmpty()) {
          record(request, made.stream().map(Named::row).toList());
          site.makeFolder(folder.path());
        }
        for (Named each : made) {
          if (put(site, folder, each)) {
            sent.add(new SentView(each.row.documentKey(), each.name));
          }
        }
      }
    } catch (RemoteException e) {
      throw failed(e);
    }
    if (sent.isEmpty()) {
      record(request, List.of());
      return Response.json(none);
    }
    return Response.created(sent);
  }

  /** Throws where the time is up. */
  interface Time {
    void check() throws RemoteException;
  }

  static List<Named> made(Time time, List<DocumentRow> rows, Making making) throws RemoteException {
    List<Named> made = new ArrayList<>();
    for (DocumentRow row : rows) {
      time.check();
      try {
        making.of(row).ifPresent(made::add);
      } catch (IOException | ProblemException e) {
        LOG.warn("document {} is not sent: {}", row.documentKey(), e.getClass().getSimpleName());
      }
    }
    return made;
  }

  /** False where it was deleted meanwhile, or cannot be read. */
  private static boolean put(SftpSite site, SftpAddress folder, Named each) throws RemoteException {
    try {
      site.put(folder.file(each.name).path(), each.content);
      return true;
    } catch (RemoteException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("document {} is not sent: {}", each.row.documentKey(), e.toString());
      return false;
    } catch (ProblemException e) {
      if (e.problem().type() == ProblemType.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
