package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever files are called by who sent them, they go where they are asked for and nowhere else.
 */
final class HostileNamesTest {
  private static final String OWN = "hostile/names/here";

  private static final List<String> NAMES =
      List.of(
          "../../outside.png",
          "..\\..\\outside.png",
          "/etc/outside.png",
          "C:\\outside.png",
          ".hidden.png",
          "...",
          "..png",
          "a:b|c*d?.png",
          "%2e%2e%2foutside.png",
          "-rf outside.png",
          "o".repeat(200) + ".png");

  @TempDir Path folder;

  @Test
  void noNameLeadsOutOfTheFolderThatWasAskedFor() throws Exception {
    Path site = SftpPeer.SHARED.folder;
    Set<Path> before = new HashSet<>(files(site));
    try (SampleGateway gateway = new SampleGateway(folder)) {
      String token = gateway.token("admin");
      ApiClient client = new ApiClient(gateway.server.port());
      int brightness = 10;
      for (String name : NAMES) {
        Form form =
            new Form()
                .field("patient_id", gateway.variable("panoramic.patient"))
                .file(name, SampleDocuments.png(brightness += 10));
        ApiClient.Answer answer =
            client.sendBytes("POST", "/api/media", Form.headers(token), form.bytes());
        assertThat(answer.status()).as(name + ": " + answer.text()).isEqualTo(201);
      }
      SampleDocuments documents = new SampleDocuments(gateway, "panoramic");
      Set<String> locations = new HashSet<>();
      for (JsonNode one : documents.list()) {
        String body = "{\"DocNum\":" + one.get("DocNum") + ",";
        ApiClient.Answer sent =
            documents.created("DownloadSftp", body + SampleDocuments.site(OWN + "/"));
        locations.add(sent.header("Location"));
      }
      assertThat(locations).hasSizeGreaterThan(NAMES.size() / 2);
      JsonNode drawn =
          documents
              .created("Thumbnails", documents.patient(SampleDocuments.site(OWN + "/drawn/")))
              .json();
      assertThat(drawn).hasSizeGreaterThan(NAMES.size() / 2);
      assertThat(drawn)
          .allSatisfy(
              one -> assertThat(one.get("FileName").textValue()).matches("[^./\\\\][^/\\\\]*"));
      assertThat(files(site.resolve(OWN).resolve("drawn"))).hasSize(drawn.size());
    }
    Set<Path> made = new HashSet<>(files(site));
    made.removeAll(before);
    assertThat(made).isNotEmpty().allMatch(file -> file.startsWith(site.resolve(OWN)));
    assertThat(made)
        .extracting(file -> file.getFileName().toString())
        .allMatch(name -> name.length() < 256 && name.matches("[\\p{L}\\p{N} ._()+-]+"))
        .noneMatch(name -> name.startsWith("."));
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
