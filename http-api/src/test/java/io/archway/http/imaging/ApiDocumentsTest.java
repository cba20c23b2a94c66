package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.kernel.Family;
import io.archway.http.kernel.OpenApi;
import io.archway.http.kernel.Routes;
import io.archway.http.system.HealthReport;
import io.archway.http.system.SystemResource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documents in docs/api are what the endpoints say. After a change of the API, write them anew
 * with {@code mvn -pl http-api -am test -Dtest=ApiDocumentsTest -Darchway.golden=write
 * -Dsurefire.failIfNoSpecifiedTests=false}, and read the difference.
 */
final class ApiDocumentsTest {

  private static final Path FOLDER = Path.of("..", "docs", "api");

  @Test
  void routesAreAsListed() throws IOException {
    List<String> lines = Routes.of(families()).listing();
    compare("routes.txt", String.join("\n", lines) + "\n");
  }

  static List<Family> families() {
    List<Family> families = new ArrayList<>(SampleFamilies.bare());
    families.add(
        new SystemResource(
                () -> HealthReport.of(Map.of()),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
            .family("current"));
    return families;
  }

  @ParameterizedTest
  @MethodSource("families")
  void openApiDocumentIsAsCommitted(Family family) throws IOException {
    boolean first = family.name().equals("imaging");
    String name = first ? "openapi.json" : "openapi-" + family.name() + ".json";
    compare(name, document(family) + "\n");
  }

  @ParameterizedTest
  @MethodSource("families")
  void openApiDocumentIsValidAndListsExactlyTheRoutes(Family family) {
    SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(document(family));
    assertThat(parsed.getMessages()).isEmpty();
    assertThat(operations(parsed.getOpenAPI())).isEqualTo(routes(family));
  }

  @Test
  void anUploadsFieldsAreTold() throws IOException {
    OpenAPI api = new OpenAPIV3Parser().readContents(document(families().get(0))).getOpenAPI();
    String reference =
        api.getPaths()
            .get("/api/media")
            .getPost()
            .getRequestBody()
            .getContent()
            .get("multipart/form-data")
            .getSchema()
            .get$ref();
    Schema<?> form =
        api.getComponents().getSchemas().get(reference.substring(reference.lastIndexOf('/') + 1));
    assertThat(form.getProperties().keySet())
        .containsExactlyInAnyOrder(
            "file",
            "status",
            "description",
            "category",
            "meta",
            "is_dicom",
            "patient_id",
            "patient_name",
            "patient_dob",
            "patient_gender",
            "office_id",
            "worklist_id",
            "s3_object",
            "s3_objects");
    assertThat(form.getProperties().get("file").getItems().getFormat()).isEqualTo("binary");
  }

  private static Set<String> operations(OpenAPI api) {
    Set<String> operations = new TreeSet<>();
    api.getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach((method, operation) -> operations.add(method + " " + path)));
    return operations;
  }

  private static Set<String> routes(Family family) {
    Set<String> routes = new TreeSet<>();
    Routes.of(List.of(family))
        .all()
        .forEach(route -> routes.add(route.endpoint().method() + " " + route.template()));
    return routes;
  }

  private static String document(Family family) {
    String title = "Archway %s API".formatted(family.name());
    return OpenApi.document(family, title, "current").toPrettyString();
  }

  private static void compare(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if ("write".equals(System.getProperty("archway.golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, actual);
    }
    assertThat(actual).as("%s is not what the endpoints say", file).isEqualTo(read(file));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file).replace("\r\n", "\n");
  }
}
