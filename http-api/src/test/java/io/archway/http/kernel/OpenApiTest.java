package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {

  private final Family family = new SampleFamily(Path.of("none"), 0).family();
  private final ObjectNode document = OpenApi.document(family, "Sample", "1.0");

  @Test
  void isValid() {
    SwaggerParseResult result = new OpenAPIV3Parser().readContents(document.toString(), null, null);
    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getInfo().getTitle()).isEqualTo("Sample");
  }

  @Test
  void listsExactlyTheRoutes() {
    TreeSet<String> documented = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> documented.add(method.toUpperCase() + " " + path.getKey())));
    TreeSet<String> routed = new TreeSet<>();
    for (Route route : Routes.of(java.util.List.of(family)).all()) {
      routed.add(route.endpoint().method() + " " + route.template());
    }
    assertThat(documented).isEqualTo(routed);
  }

  @Test
  void tellsTheRulesOfBodies() {
    ObjectNode item = (ObjectNode) document.at("/components/schemas/NewItem");
    assertThat(item.at("/required").toString()).isEqualTo("[\"name\"]");
    assertThat(item.at("/properties/name").toString())
        .isEqualTo("{\"type\":\"string\",\"maxLength\":20}");
    assertThat(item.at("/properties/star_count/maximum").asInt()).isEqualTo(5);
    assertThat(item.at("/properties/parts/items/$ref").asText())
        .isEqualTo("#/components/schemas/Part");
    assertThat(document.at("/paths/~1api~1item/post/x-permission").asText()).isEqualTo("write");
    assertThat(document.at("/paths/~1api~1echo/get/security").size()).isZero();
  }
}
