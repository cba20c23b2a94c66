package io.archway.http.imaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an endpoint answers to a request or a few in a row, as the files in testdata/api tell it.
 *
 * @param name the behaviour
 */
record Scenario(String name, List<Step> steps) {

  private static final Path FOLDER = Path.of("..", "testdata", "api");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** All scenarios of one file; they share a gateway and run in order. */
  record File(Path path, List<Scenario> scenarios) {}

  /**
   * A request and what is to be answered.
   *
   * @param user whose token goes with it: a username, or null for none; a saved token as ${name}
   * @param request method and target
   * @param headers of the request
   * @param json its body as JSON
   * @param text its body as it is
   * @param times how often it is sent; the last answer counts
   * @param answer headers of the answer, exactly or as /pattern/, or $absent
   * @param body the shape of the answer's JSON
   * @param events the first ones of an answer without end, as shapes of what {@link EventClient}
   *     reads
   * @param length of the answer's body in bytes
   * @param told types of events that the gateway's log has of the request, among others
   * @param matched whether arrivals, orders and patients are brought together before it
   * @param save what later steps use: a name for a member of the body, or for a JSON pointer
   */
  record Step(
      @JsonProperty("as") String user,
      String request,
      Map<String, String> headers,
      JsonNode json,
      String text,
      Integer times,
      int status,
      Map<String, String> answer,
      JsonNode body,
      List<JsonNode> events,
      Long length,
      List<String> told,
      boolean matched,
      Map<String, String> save) {}

  static List<File> files() {
    try (Stream<Path> paths = Files.list(FOLDER)) {
      return paths
          .filter(path -> path.toString().endsWith(".yaml"))
          .sorted()
          .map(path -> new File(path, read(path)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Scenario> read(Path path) {
    try {
      return List.of(YAML.readValue(path.toFile(), Scenario[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }
}
