package io.archway.gateway.lifecycle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.operation.OperationRunner;
import io.archway.gateway.operation.Report;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program: what one way in brings, and whom one token lets in, every family knows. */
class AllFamiliesTest {
  private static final int PIECE_BYTES = 256;
  private static final String DEVELOPER = "NFF6i0KrXrxDkZHt";

  @TempDir private Path folder;

  @Test
  void anImageOfAScannerIsInEveryFamilyAndKeptOnce() throws Exception {
    SampleObject image = Samples.panoramic(2, 64);
    byte[] received = image.dataSetBytes();
    Path home = folder.resolve("home");
    try (LocalGateway gateway = LocalGateway.start(home, Map.of())) {
      try (AssociationRequester requester = gateway.connect(LocalGateway.context(1, image))) {
        assertThat(LocalGateway.store(requester, 1, image).isSuccess()).isTrue();
      }
      ApiCaller api = ApiCaller.signIn(gateway);
      JsonNode patients = api.get("/api/v1/patients").get("data");
      assertThat(patients).hasSize(1);
      long patient = patients.get(0).get("id").asLong();
      assertThat(api.get("/api/patient").get("data"))
          .singleElement()
          .satisfies(one -> assertThat(one.get("id").asLong()).isEqualTo(patient));
      assertThat(api.get("/documents?PatNum=" + patient))
          .singleElement()
          .satisfies(one -> assertThat(one.get("DocNum").asLong()).isPositive());
      assertThat(api.get("/api/media?patient_id=" + patient).get("data")).hasSize(1);
      byte[] file = api.bytes("/api/instance/" + image.sopInstanceUid() + "/file");
      assertThat(text(file)).endsWith(text(received));
    }
    assertThat(copies(home.resolve("store"), received)).isEqualTo(1);
    assertThat(copies(home, received)).isEqualTo(1);
  }

  /** In all files below, of a piece out of the middle. */
  private static int copies(Path root, byte[] received) throws IOException {
    String piece = text(received).substring(received.length / 2, received.length / 2 + PIECE_BYTES);
    assertThat(count(text(received), piece)).isEqualTo(1);
    int copies = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        copies += count(text(Files.readAllBytes(file)), piece);
      }
    }
    return copies;
  }

  private static int count(String text, String piece) {
    int count = 0;
    for (int at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
      count++;
    }
    return count;
  }

  /** A character a byte. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aTokenOfTheCommandIsGoodOnEveryFamilyUntilItIsRevoked() throws Exception {
    Path home = folder.resolve("home");
    Settings settings =
        new SettingsLoader().environment(Map.of("ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B")).load();
    OperationRunner commands = new OperationRunner(home, settings);
    Said said = new Said();
    SampleObject image = Samples.panoramic(2, 64);
    try (LocalGateway gateway = LocalGateway.start(home, Map.of())) {
      try (AssociationRequester requester = gateway.connect(LocalGateway.context(1, image))) {
        assertThat(LocalGateway.store(requester, 1, image).isSuccess()).isTrue();
      }
      assertThat(commands.run(List.of("token", "create", "admin", "sync", "", ""), said))
          .isEqualTo(ExitCode.OK);
      String token = said.lines.get(said.lines.size() - 1);
      String key = said.lines.get(said.lines.size() - 2).replaceAll("Token (\\d+), .*", "$1");
      ApiCaller program = ApiCaller.with(gateway, token);
      long patient = program.get("/api/v1/patients").get("data").get(0).get("id").asLong();
      List<String> paths =
          List.of(
              "/api/v1/me.json",
              "/api/v1/patients/" + patient,
              "/documents?PatNum=" + patient,
              "/api/patient");
      for (String path : paths) {
        assertThat(program.status(path)).as(path).isEqualTo(200);
      }
      assertThat(commands.run(List.of("token", "revoke", key), said)).isEqualTo(ExitCode.OK);
      for (String path : paths) {
        assertThat(program.status(path)).as(path).isEqualTo(401);
      }
    }
  }

  @Test
  void practiceSoftwareSignsInWithItsKeyAndTheTokenOfAPractice() throws Exception {
    Path home = folder.resolve("home");
    Settings settings =
        new SettingsLoader().environment(Map.of("ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B")).load();
    OperationRunner commands = new OperationRunner(home, settings);
    Said said = new Said();
    String digest =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(DEVELOPER.getBytes(US_ASCII)));
    try (LocalGateway gateway =
        LocalGateway.start(home, Map.of("ARCHWAY_DOCUMENTS_DEVELOPER_KEYS", digest))) {
      commands.run(List.of("token", "create", "admin", "practice", "", ""), said);
      String customer = said.lines.get(said.lines.size() - 1);
      String key = said.lines.get(said.lines.size() - 2).replaceAll("Token (\\d+), .*", "$1");
      ApiCaller program = ApiCaller.authorized(gateway, "ODFHIR " + DEVELOPER + "/" + customer);
      long patient =
          ApiCaller.with(gateway, customer)
              .call("POST", "/api/v1/patients", "{\"first_name\":\"A\",\"last_name\":\"B\"}")
              .at("/data/id")
              .asLong();
      String list = "/documents?PatNum=" + patient;
      assertThat(program.get(list)).isEmpty();
      program.call(
          "POST",
          "/documents/Upload",
          "{\"PatNum\":%d,\"rawBase64\":\"JVBERi0xLjQ=\",\"extension\":\".pdf\"}"
              .formatted(patient));
      assertThat(program.get(list)).hasSize(1);
      assertThat(program.status("/api/v1/patients")).isEqualTo(401); // a scheme of /documents alone
      for (String wrong :
          List.of(
              "ODFHIR another/" + customer,
              "ODFHIR " + DEVELOPER + "/another",
              "ODFHIR " + customer + "/" + DEVELOPER,
              "ODFHIR " + customer,
              "ODFHIR " + DEVELOPER + "/",
              "ODFHIR " + DEVELOPER + "/" + customer + "/" + customer,
              "Bearer " + DEVELOPER + "/" + customer)) {
        assertThat(ApiCaller.authorized(gateway, wrong).status(list)).as(wrong).isEqualTo(401);
      }
      assertThat(commands.run(List.of("token", "revoke", key), said)).isEqualTo(ExitCode.OK);
      assertThat(program.status(list)).isEqualTo(401);
      assertThat(ApiCaller.signIn(gateway).get(list)).hasSize(1);
    }
  }

  @Test
  void aTokenMadeOverHttpEndsAfterItsTimeOrNever() throws Exception {
    assertThat(statusLater(folder.resolve("a"), Map.of(), Duration.ofDays(364))).isEqualTo(200);
    assertThat(statusLater(folder.resolve("b"), Map.of(), Duration.ofDays(366))).isEqualTo(401);
    Map<String, String> never = Map.of("ARCHWAY_AUTH_PERSONAL_TOKEN_LIFETIME", "0s");
    assertThat(statusLater(folder.resolve("c"), never, Duration.ofDays(36_500))).isEqualTo(200);
  }

  private static int statusLater(Path home, Map<String, String> settings, Duration time)
      throws Exception {
    SetClock clock = new SetClock(Instant.parse("2026-10-26T08:00:00Z"));
    try (LocalGateway gateway = LocalGateway.start(Home.open(home), settings, clock)) {
      JsonNode made =
          ApiCaller.signIn(gateway)
              .call("POST", "/api/oauth/personal-access-token", "{\"name\":\"sync\"}");
      ApiCaller program = ApiCaller.with(gateway, made.get("access_token").asText());
      clock.advance(time);
      return program.status("/api/v1/patients");
    }
  }

  /** What a command says. */
  private static final class Said implements Report {
    final List<String> lines = new ArrayList<>();

    @Override
    public void line(String text) {
      lines.add(text);
    }

    @Override
    public void progress(String label, long done, long total) {
      assertThat(done).isLessThanOrEqualTo(total);
    }
  }
}
