package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.gateway.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a watched folder are in the worklist of a gateway, once, across its restarts. */
class OrderFoldersTest {
  private static final String MESSAGE =
      """
      MSH|^~\\&|PMS|O|||20261025100000||ORM^O01|1|P|2.3.1
      PID|||4711||Doe^Jane||19700101|F
      ORC|NW|P1
      OBR|1|P1||PAN^Panoramic^L||||||||||||||A1|R1|S1||||PX
      """;

  @TempDir private Path folder;
  private Path orders;

  @BeforeEach
  void makeFolder() throws IOException {
    orders = Files.createDirectory(folder.resolve("orders"));
  }

  @Test
  void anOrderIsEnteredAndMovedAsideWithItsVerdict() throws Exception {
    try (LocalGateway gateway = start(orders + " | station=PAN1")) {
      drop("Doe Jane.hl7", MESSAGE);
      new VerdictFiles(orders).await("done", 1);
      ApiCaller api = ApiCaller.signIn(gateway);
      JsonNode item = onlyItem(api);
      assertThat(item.get("origin").asText()).isEqualTo("hl7");
      assertThat(item.get("steps").get(0).get("station_ae_titles").get(0).asText())
          .isEqualTo("PAN1");
      assertThat(new VerdictFiles(orders).of("done"))
          .containsExactly("message 1 (MSH-10 1): ENTERED: item " + item.get("id") + "\n");
      assertThat(gateway.get("/metrics").body())
          .contains("archway_orders_total{verdict=\"entered\"} 1");
      JsonNode history = api.get("/api/worklist/" + item.get("id") + "/history");
      assertThat(history.toString()).contains("created");
      drop("b.txt", "words, long enough to be no DICOM file");
      new VerdictFiles(orders).await("refused", 1);
    }
  }

  /** As if it had ended after the transaction and before the file was moved. */
  @Test
  void anOrderThatWasEnteredBeforeARestartIsNotEnteredAgain() throws Exception {
    LocalGateway before = start(orders.toString());
    drop("a.hl7", MESSAGE);
    new VerdictFiles(orders).await("done", 1);
    before.close();
    drop("a.hl7", MESSAGE);
    drop("b.hl7", MESSAGE.replace("P1", "P2").replace("|A1|", "|A2|"));
    try (LocalGateway gateway = start(orders.toString())) {
      new VerdictFiles(orders).await("done", 3);
      JsonNode items = ApiCaller.signIn(gateway).get("/api/worklist");
      assertThat(items.findValue("total").asInt()).isEqualTo(2);
      assertThat(new VerdictFiles(orders).of("done"))
          .anyMatch(verdict -> verdict.contains("UNCHANGED"));
    }
  }

  @Test
  void foldersAreCheckedBeforeAnythingStarts() throws Exception {
    refused(folder.toString(), "apart from the data folder");
    refused(folder.resolve("nosuch").toString(), "nosuch (expected: a folder)");
    refused(orders + "," + orders, "apart from the watched folder");
    refused(orders + " | office=Nowhere", "office=Nowhere (expected: one of ");
    refused(orders + " | organization=nobody", "organization=nobody (expected: one of ");
    Path images = Files.createDirectory(orders.resolve("images"));
    assertThatThrownBy(
            () ->
                LocalGateway.start(
                    folder.resolve("home"),
                    Map.of(
                        "ARCHWAY_WORKLIST_WATCH",
                        orders.toString(),
                        "ARCHWAY_INGEST_WATCH",
                        images.toString())))
        .hasMessageContaining("apart from the watched folder");
  }

  private void refused(String watch, String problem) {
    assertThatThrownBy(() -> start(watch))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("worklist.watch: ")
        .hasMessageContaining(problem);
  }

  private LocalGateway start(String watch) throws Exception {
    return LocalGateway.start(
        folder.resolve("home"),
        Map.of("ARCHWAY_WORKLIST_WATCH", watch, "ARCHWAY_WORKLIST_WATCH_INTERVAL", "100ms"));
  }

  private void drop(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("being-written"), text);
    Files.move(file, orders.resolve(name));
  }

  private static JsonNode onlyItem(ApiCaller api) throws IOException, InterruptedException {
    JsonNode items = api.get("/api/worklist");
    assertThat(items.findValue("total").asInt()).isEqualTo(1);
    long id = items.findValue("id").asLong();
    return api.get("/api/worklist/" + id);
  }
}
