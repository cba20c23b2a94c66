package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.gateway.ExitCode;
import io.archway.gateway.operation.Reindex;
import io.archway.gateway.operation.Report;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.testdata.SampleObject;
import io.archway.testdata.SampleStudy;
import io.archway.testdata.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of documents and mounts are the same for good, whatever index they are in. */
class DocumentNumbersTest {
  @TempDir private Path folder;

  @Test
  void aNewIndexKnowsEachDocumentByItsNumber() throws Exception {
    Map<String, List<JsonNode>> before;
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), Map.of())) {
      send(gateway);
      ApiCaller api = ApiCaller.signIn(gateway);
      api.call("POST", "/api/category", "{\"name\":\"Lab Cases\"}");
      api.call("POST", "/api/category", "{\"name\":\"Photographs\"}");
      say(api);
      before = documents(api, true);
      assertThat(before).hasSize(3);
    }
    Settings settings =
        new SettingsLoader().environment(Map.of("ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B")).load();
    assertThat(new Reindex(folder.resolve("home"), settings).run(new Unheard()))
        .isEqualTo(ExitCode.OK);
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), Map.of())) {
      ApiCaller api = ApiCaller.signIn(gateway);
      assertThat(documents(api, false)).isEqualTo(before);
    }
    assertThat(numbers(before)).doesNotHaveDuplicates().hasSize(9);
  }

  /** A volume, a full-mouth series, a panoramic image: each of another patient. */
  private static void send(LocalGateway gateway) throws Exception {
    SampleStudy volume = SampleStudy.of(1, 0, "volume");
    List<SampleObject> objects =
        List.of(
            Samples.slice(volume, 16, 16, 2, 0),
            Samples.slice(volume, 16, 16, 2, 1),
            Samples.intraOral(3, 32, 0),
            Samples.intraOral(3, 32, 9),
            Samples.panoramic(2, 64));
    for (SampleObject object : objects) {
      try (AssociationRequester requester = gateway.connect(LocalGateway.context(1, object))) {
        assertThat(LocalGateway.store(requester, 1, object).isSuccess()).isTrue();
      }
    }
  }

  /** Three files, two of which are a mount. */
  private static void say(ApiCaller api) throws Exception {
    long patient = api.get("/api/patient").get("data").get(0).get("id").asLong();
    long last = api.get("/api/category").get("data").get(1).get("id").asLong();
    upload(api, patient, "%PDF-1.4 a letter", ",\"Description\":\"Referral\"");
    for (String tooth : List.of("3", "4")) {
      upload(
          api,
          patient,
          "\u0089PNG\r\n\u001A\n" + tooth,
          ",\"DocCategory\":%d,\"ImgType\":\"Radiograph\",\"ToothNumbers\":\"%s\""
                  .formatted(last, tooth)
              + ",\"DateCreated\":\"2021-05-11 13:26:39\"");
    }
  }

  private static void upload(ApiCaller api, long patient, String file, String more)
      throws Exception {
    String base64 = Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.ISO_8859_1));
    api.call(
        "POST",
        "/documents/Upload",
        "{\"PatNum\":%d,\"rawBase64\":\"%s\",\"extension\":\".x\"%s}"
            .formatted(patient, base64, more));
  }

  /** By patient, asked for one after the other: who asks first makes the numbers. */
  private static Map<String, List<JsonNode>> documents(ApiCaller api, boolean lastFirst)
      throws Exception {
    List<JsonNode> patients = new ArrayList<>();
    api.get("/api/patient").get("data").forEach(patients::add);
    if (lastFirst) {
      Collections.reverse(patients);
    }
    Map<String, List<JsonNode>> documents = new TreeMap<>();
    for (JsonNode patient : patients) {
      List<JsonNode> own = new ArrayList<>();
      for (JsonNode document : api.get("/documents?PatNum=" + patient.get("id"))) {
        own.add(((ObjectNode) document).without("serverDateTime"));
      }
      documents.put(patient.get("patient_id").asText(), own);
    }
    return documents;
  }

  private static List<String> numbers(Map<String, List<JsonNode>> documents) {
    List<String> numbers = new ArrayList<>();
    Set<String> kinds = new HashSet<>();
    documents
        .values()
        .forEach(
            own ->
                own.forEach(
                    one -> {
                      boolean mount = one.get("DocNum").asLong() == 0;
                      kinds.add(mount ? "mount" : "document");
                      numbers.add((mount ? one.get("MountNum") : one.get("DocNum")).asText());
                    }));
    assertThat(kinds).hasSize(2);
    return numbers;
  }

  /** Told, and not read. */
  private static final class Unheard implements Report {
    @Override
    public void line(String text) {
      assertThat(text).isNotEmpty();
    }

    @Override
    public void progress(String label, long done, long total) {
      assertThat(done).isLessThanOrEqualTo(total);
    }
  }
}
