package io.archway.http.kernel;

import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.patch;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A family that differs from the imaging one in every convention, beside it in one server. */
class DialectTest implements Resource, Dialect, PagingForm {

  private static final Parameter<Long> ORGANIZATION = Parameter.pathKey("org_id");
  private static final Parameter<Integer> SKIP = Parameter.queryInt("Skip", 0, 1_000).or(0);

  private final HttpServer server =
      HttpServer.start(
          HttpSettings.defaults(new SimpleMeterRegistry()).withPort(0),
          new SampleFamily(java.nio.file.Path.of("none"), 0).family(),
          new Family("other", "/api/v1/{org_id}", List.of(ORGANIZATION), this, List.of(this)));

  record Thing(String lastName, long org) {}

  record ThingChange(Change<String> lastName, Change<Long> chartNumber) {}

  record Changed(boolean nameGiven, String name, boolean chartGiven) {}

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  public String name() {
    return "things";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/things", "listThings").signedIn().answersPageOf(Thing.class).handles(this::list),
        patch("/things", "changeThing")
            .signedIn()
            .answers(Changed.class)
            .handles(ThingChange.class, DialectTest::change));
  }

  private Response list(Request request) {
    long organization = request.get(ORGANIZATION);
    return Response.page(new Page<>(List.of(new Thing("Ä", organization)), 70_000, true));
  }

  private static Response change(Request request, ThingChange change) {
    return Response.json(
        new Changed(
            change.lastName().given(),
            change.lastName().orElse("unchanged"),
            change.chartNumber().given()));
  }

  @Override
  public MemberNaming naming() {
    return MemberNaming.PASCAL_CASE;
  }

  @Override
  public boolean lenient() {
    return true;
  }

  @Override
  public Authenticator authenticator() {
    return new Authenticator() {
      @Override
      public Optional<Principal> authenticate(RequestHead head) {
        return "Keys a/b".equals(head.header("Authorization"))
            ? Optional.of(new Principal(1, 0, 2, Set.of()))
            : Optional.empty();
      }

      @Override
      public String challenge() {
        return "Keys";
      }
    };
  }

  @Override
  public PagingForm paging() {
    return this;
  }

  @Override
  public Object errorBody(Problem problem) {
    return Map.of("Fault", problem.type().name());
  }

  @Override
  public int status(Problem problem) {
    return problem.type() == ProblemType.INVALID ? 400 : problem.type().status();
  }

  @Override
  public void errorSchema(ObjectNode schema, boolean withFields) {
    schema.put("type", "object");
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(SKIP);
  }

  @Override
  public PageRequest read(Request request) {
    return new PageRequest(1 + request.get(SKIP) / 10, 10);
  }

  @Override
  public Object envelope(Page<?> page, PageRequest asked) {
    return page.items();
  }

  @Override
  public void envelopeSchema(ObjectNode schema, ObjectNode items) {
    schema.put("type", "array").set("items", items);
  }

  private RawClient client() throws IOException {
    return new RawClient(server.port());
  }

  @Test
  void speaksItsOwnConventions() throws IOException {
    try (RawClient client = client()) {
      RawClient.Answer answer =
          client.get("/api/v1/7/things?Skip=20&unknown=1", "Authorization: Keys a/b");
      assertThat(answer.text()).isEqualTo("[{\"LastName\":\"Ä\",\"Org\":7}]");
      answer = client.get("/api/v1/7/things");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Keys");
      assertThat(answer.text()).isEqualTo("{\"Fault\":\"UNAUTHENTICATED\"}");
      answer = client.get("/api/v1/7/things?Skip=x", "Authorization: Keys a/b");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).isEqualTo("{\"Fault\":\"INVALID\"}");
    }
  }

  @Test
  void speaksThemWhereNoRouteIs() throws IOException {
    try (RawClient client = client()) {
      assertThat(client.get("/api/v1/7/nothing").text()).isEqualTo("{\"Fault\":\"NOT_FOUND\"}");
      assertThat(client.get("/api/v1/7/%").text()).isEqualTo("{\"Fault\":\"BAD_REQUEST\"}");
      assertThat(client.get("/api/nothing").text()).isEqualTo("{\"message\":\"Not found.\"}");
      assertThat(client.request("PUT", "/api/v1/7/things").answer().text())
          .isEqualTo("{\"Fault\":\"METHOD_NOT_ALLOWED\"}");
    }
  }

  @Test
  void tellsAbsentMembersFromNullOnes() throws IOException {
    try (RawClient client = client()) {
      String auth = "Authorization: Keys a/b";
      client.json("PATCH", "/api/v1/7/things", "{\"LastName\":null,\"Other\":1}", auth);
      assertThat(client.answer().text())
          .isEqualTo("{\"NameGiven\":true,\"Name\":null,\"ChartGiven\":false}");
      client.json("PATCH", "/api/v1/7/things", "{\"ChartNumber\":5}", auth);
      assertThat(client.answer().text())
          .isEqualTo("{\"NameGiven\":false,\"Name\":\"unchanged\",\"ChartGiven\":true}");
    }
  }
}
