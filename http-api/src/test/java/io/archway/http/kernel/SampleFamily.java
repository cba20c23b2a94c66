package io.archway.http.kernel;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.imaging.ImagingDialect;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A family of made-up endpoints that uses all that the kernel offers. */
final class SampleFamily implements Resource {

  static final Instant MODIFIED = Instant.parse("2026-03-01T10:00:00.5Z");
  static final Parameter<Long> ID = Parameter.pathKey("id");
  static final Parameter<String> SEARCH = Parameter.queryText("search", 10);
  static final Parameter<LocalDate> FROM = Parameter.queryDate("from");
  static final Parameter<Color> COLOR = Parameter.queryEnum("color", Color.class);
  static final Parameter<List<Integer>> TOOTH = Parameter.queryInt("tooth", 11, 48).repeatable(3);
  static final Parameter<String> NAME = Parameter.pathText("name", 64);

  final CountDownLatch gate = new CountDownLatch(1);
  final AtomicInteger blocked = new AtomicInteger();
  final AtomicInteger released = new AtomicInteger();
  final LinkedBlockingQueue<Problem> aborted = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<OpenStream.Sink> sinks = new LinkedBlockingQueue<>();
  private final Path file;
  private final long fileLength;

  SampleFamily(Path file, long fileLength) {
    this.file = file;
    this.fileLength = fileLength;
  }

  enum Color {
    RED,
    DARK_GREEN
  }

  record Item(long id, String name, LocalDate bornOn, Color favouriteColor) {}

  record NewItem(
      @Rule.Required @Rule.Size(max = 20) String name,
      LocalDate bornOn,
      @Rule.Range(min = 1, max = 5) Integer starCount,
      List<Part> parts,
      Change<String> note)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      if ("red".equals(name) && starCount == null) {
        errors.add("star_count", "required for red");
      }
    }
  }

  record Part(@Rule.Required String code, boolean missing) {}

  record Echo(
      String search, LocalDate from, Color color, List<Integer> tooth, String name, int length) {}

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/item", "listItems").needs("read").answersPageOf(Item.class).handles(this::list),
        get("/item/{id}", "showItem")
            .takes(ID)
            .needs("read")
            .answers(Item.class)
            .handles(this::show),
        get("/item/latest", "showLatest").open().answers(Item.class).handles(this::latest),
        post("/item", "createItem")
            .needs("write")
            .creates(Item.class)
            .handles(NewItem.class, this::create),
        delete("/item/{id}", "deleteItem")
            .takes(ID)
            .needs("write")
            .answersNothing()
            .handles(request -> Response.noContent()),
        get("/echo", "echo")
            .takes(SEARCH, FROM, COLOR, TOOTH)
            .open()
            .answers(Echo.class)
            .handles(this::echo),
        get("/echo/{name}", "echoName")
            .takes(NAME)
            .open()
            .answers(Echo.class)
            .handles(this::echoName),
        get("/me", "me").signedIn().answers(Item.class).handles(this::me),
        get("/file", "file").open().answersContent("application/dicom").handles(this::file),
        get("/composed", "composed")
            .open()
            .answersContent("application/zip")
            .handles(this::composed),
        get("/text", "text").open().answersContent("text/plain").handles(this::text),
        get("/blocked", "blocked").open().answers(Item.class).handles(this::blocked),
        get("/broken", "broken").open().answers(Item.class).handles(this::broken),
        get("/busy", "busy").open().answers(Item.class).handles(this::busy),
        get("/events", "events").open().answersContent("text/event-stream").handles(this::events),
        post("/logout", "logout").open().answersNothing().handles(request -> Response.noContent()),
        post("/upload", "upload")
            .needs("write")
            .creates(Item.class)
            .receives(1 << 20, List.of("image/*", "application/octet-stream"), this::receive));
  }

  static ImagingDialect dialect() {
    return new ImagingDialect(
        Authenticator.bearer(
            token ->
                switch (token) {
                  case "writer" -> Optional.of(new Principal(1, 2, 3, Set.of("read", "write")));
                  case "reader" -> Optional.of(new Principal(1, 4, 5, Set.of("read")));
                  default -> Optional.empty();
                }));
  }

  Family family() {
    return new Family("sample", "/api", dialect(), List.of(this));
  }

  private static Item item(long id) {
    return new Item(id, "Zoë", LocalDate.of(2001, 2, 3), Color.DARK_GREEN);
  }

  private Response list(Request request) {
    long first = request.page().offset() + 1;
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < request.page().size(); i++) {
      items.add(item(first + i));
    }
    return Response.page(new Page<>(items, 1_000));
  }

  private Response show(Request request) {
    if (request.get(ID) == 404) {
      throw Problem.notFound().toException();
    }
    return Response.json(item(request.get(ID)));
  }

  private Response latest(Request request) {
    return Response.json(item(7));
  }

  private Response create(Request request, NewItem item) {
    if (item.name().equals("taken")) {
      throw new ProblemException(ProblemType.CONFLICT, "name: taken");
    }
    return Response.created(new Item(9, item.name(), item.bornOn(), null));
  }

  private Response echo(Request request) {
    return Response.json(
        new Echo(
            request.get(SEARCH),
            request.get(FROM),
            request.get(COLOR),
            request.get(TOOTH),
            null,
            0));
  }

  private Response echoName(Request request) {
    return Response.json(new Echo(null, null, null, List.of(), request.get(NAME), 0));
  }

  private Response me(Request request) {
    return Response.json(item(request.principal().userKey()));
  }

  private Response file(Request request) {
    return Response.content(
        Content.file("application/dicom", file, 0, fileLength)
            .etag("abc")
            .lastModified(MODIFIED)
            .attachment("Zoë \"x\".dcm")
            .onReleased(released::incrementAndGet));
  }

  private Response composed(Request request) {
    byte[] first = "first-".getBytes(StandardCharsets.UTF_8);
    byte[] last = "-last".getBytes(StandardCharsets.UTF_8);
    return Response.content(
        Content.of(
            "application/zip",
            List.of(
                new ContentPart.Bytes(first),
                new ContentPart.FileRange(file, 2, 10),
                new ContentPart.Bytes(new byte[0]),
                new ContentPart.FileRange(file, 100, fileLength - 100),
                new ContentPart.Bytes(last))));
  }

  private Response text(Request request) {
    return Response.content(Content.bytes("text/plain", "hello".getBytes(StandardCharsets.UTF_8)));
  }

  private Response blocked(Request request) throws InterruptedException {
    blocked.incrementAndGet();
    gate.await();
    return Response.json(item(1));
  }

  private Response broken(Request request) {
    throw new IllegalStateException("secret detail");
  }

  private Response busy(Request request) {
    throw Problem.unavailable("disk: full", 30).toException();
  }

  private Response events(Request request) {
    return Response.open("text/event-stream", sinks::add);
  }

  private BodyConsumer receive(Request request) {
    return new BodyConsumer() {
      private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

      @Override
      public void accept(ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        bytes.writeBytes(copy);
        if (bytes.toString(StandardCharsets.ISO_8859_1).startsWith("bad")) {
          throw Problem.invalid("file", "not an image").toException();
        }
      }

      @Override
      public Response complete() {
        return Response.created(item(bytes.size()));
      }

      @Override
      public void abort(Problem why) {
        aborted.add(why);
      }
    };
  }
}
