package io.archway.http.kernel;

import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {

  private static final Parameter<Long> ID = Parameter.pathKey("id");

  record Body(
      @Rule.Size(max = 3) int count,
      Object anything,
      @Rule.Matches(value = "x", meaning = "x") long l) {}

  record Things(List<Endpoint> endpoints) implements Resource {
    @Override
    public String name() {
      return "things";
    }
  }

  private static Family family(String name, String prefix, Endpoint... endpoints) {
    return new Family(
        name, prefix, SampleFamily.dialect(), List.of(new Things(List.of(endpoints))));
  }

  private static Endpoint open(String path, String id) {
    return get(path, id).open().answersNothing().handles(request -> Response.noContent());
  }

  @Test
  void listsEveryErrorAtOnce() {
    Family first =
        family(
            "first",
            "/a",
            get("/x", "noPermission").answersNothing().handles(r -> Response.noContent()),
            get("/y/{id}", "undeclared").open().answersNothing().handles(r -> Response.noContent()),
            open("/z", "unused").takes(ID),
            open("/same", "same"),
            open("/same", "sameAgain"),
            open("/q", "same"),
            post("/empty", "Bad Id"),
            open("no-slash/{Bad}/..", "badPath"),
            open("/twice/{id}/{id}", "twice").takes(ID, ID),
            put("/body", "body")
                .open()
                .answersNothing()
                .handles(Body.class, (r, b) -> Response.noContent()),
            get("/body", "getBody")
                .open()
                .answersNothing()
                .handles(Body.class, (r, b) -> Response.noContent()));
    Family second =
        family("second", "/a", open("/{other}", "ok").takes(Parameter.pathText("other", 9)));
    Family third = family("third", "b", open("/{id}", "id").takes(ID));
    InvalidRoutesException thrown =
        catchThrowableOfType(
            InvalidRoutesException.class, () -> Routes.of(List.of(first, second, third)));
    assertThat(thrown.errors())
        .containsExactlyInAnyOrder(
            "first.noPermission: permission: missing (expected: needs(…), signedIn() or open())",
            "first.undeclared: path variable {id}: not declared",
            "first.unused: parameter id: not in the path",
            "first.same and first.sameAgain: the same route GET /a/same",
            "first.same: id: not unique in the family",
            "first.Bad Id: id: 'Bad Id' (expected: lower camel case)",
            "first.Bad Id: permission: missing (expected: needs(…), signedIn() or open())",
            "first.Bad Id: answer: missing",
            "first.Bad Id: handler: missing",
            "first.badPath: path: 'no-slash/{Bad}/..' (expected: starting with /)",
            "first.badPath: path: segment '{Bad}' (expected: a name or {a_variable})",
            "first.badPath: path: segment '..' (expected: a name or {a_variable})",
            "first.badPath: path variable {Bad}: not declared",
            "first.twice: parameter id: declared twice",
            "first.twice: path variable {id}: stands twice in the path",
            "first.body: body: Body.count: @Size (expected: on a String or List)",
            "first.body: body: Body.anything: type java.lang.Object cannot be read from JSON",
            "first.body: body: Body.l: @Matches (expected: on a String)",
            "first.getBody: body: not possible with GET",
            "first.getBody: body: Body.count: @Size (expected: on a String or List)",
            "first.getBody: body: Body.anything: type java.lang.Object cannot be read from JSON",
            "first.getBody: body: Body.l: @Matches (expected: on a String)",
            "families first and second: the same prefix '/a'",
            "third.id: path: segment '' (expected: a name or {a_variable})",
            "family third: prefix: 'b' (expected: empty or starting with /)");
  }

  @Test
  void prefersFixedSegmentsButTriesVariables() {
    Family first =
        family(
            "first",
            "/api",
            open("/{id}/c", "c").takes(ID),
            open("/b/{id}", "b").takes(ID),
            open("/b/x", "x"));
    Family second =
        new Family(
            "second",
            "/api/v1/{id}",
            List.of(ID),
            SampleFamily.dialect(),
            List.of(new Things(List.of(open("/c", "v")))));
    Routes routes = Routes.of(List.of(first, second));
    assertThat(found(routes, "api", "b", "x")).isEqualTo("x []");
    assertThat(found(routes, "api", "b", "c")).isEqualTo("b [c]");
    assertThat(found(routes, "api", "5", "c")).isEqualTo("c [5]");
    assertThat(found(routes, "api", "v1", "c")).isEqualTo("c [v1]");
    assertThat(found(routes, "api", "v1", "7", "c")).isEqualTo("v [7]");
    assertThat(routes.match(Method.GET, List.of("api", "", "c")))
        .isInstanceOf(Routes.Match.Nothing.class);
    assertThat(routes.familyOf(List.of("api", "zzz")).name()).isEqualTo("first");
    assertThat(routes.familyOf(List.of("api", "v1", "7", "zzz")).name()).isEqualTo("second");
    assertThat(routes.familyOf(List.of("zzz"))).isNull();
    assertThat(routes.match(Method.PUT, List.of("api", "b", "x")))
        .isInstanceOf(Routes.Match.OtherMethods.class);
  }

  private static String found(Routes routes, String... path) {
    Routes.Match.Found found = (Routes.Match.Found) routes.match(Method.GET, List.of(path));
    return found.route().endpoint().id() + " " + found.values();
  }

  /** The listing that reviewers read; here of the made-up family, in its own golden file. */
  @Test
  void listsRoutesAsInTheGoldenFile() throws IOException {
    Routes routes = Routes.of(List.of(new SampleFamily(Path.of("none"), 0).family()));
    String golden;
    try (var in = RoutesTest.class.getResourceAsStream("sample-routes.txt")) {
      golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(String.join("\n", routes.listing()) + "\n").isEqualTo(golden);
  }
}
