package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.bucket.Bucket;
import io.archway.http.imaging.ApiClient.Answer;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.index.database.DatabaseSettings;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that name objects of an object store, over real sockets on both sides. */
final class ObjectUploadTest {
  @TempDir static Path shared;
  private static ObjectServer sharedObjects;
  private static Bucket sharedBucket;
  private static SampleGateway sharedGateway;

  @TempDir Path own;
  private Bucket ownBucket;
  private ObjectServer objects;
  private Path folder;
  private SampleGateway gateway;
  private ApiClient client;
  private String token;

  @BeforeAll
  static void openShared() throws IOException {
    sharedObjects = new ObjectServer();
    sharedBucket = sharedObjects.bucket(ObjectServer.ACCESS_KEY);
    sharedGateway = started(shared, sharedBucket, UploadLimits.defaults());
  }

  @BeforeEach
  void open() throws IOException {
    objects = sharedObjects;
    objects.forget();
    use(sharedGateway, shared);
  }

  private static SampleGateway started(Path folder, Bucket bucket, UploadLimits limits)
      throws IOException {
    DatabaseSettings index = DatabaseSettings.h2("async:" + folder.resolve("index"));
    return new SampleGateway(folder, InstantSource.system(), index, bucket, limits);
  }

  private void use(SampleGateway with, Path at) throws IOException {
    gateway = with;
    folder = at;
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
  }

  /** A gateway of the test's own, whose object store or limits are others. */
  private void start(Bucket with, UploadLimits limits) throws IOException {
    ownBucket = with;
    use(started(own, with, limits), own);
  }

  @AfterEach
  void stop() throws IOException {
    if (ownBucket != null) {
      gateway.close();
      ownBucket.close();
    }
  }

  @AfterAll
  static void stopShared() throws IOException {
    sharedGateway.close();
    sharedBucket.close();
    sharedObjects.close();
  }

  private String key(String name) {
    return "in/" + gateway.variable("organization") + "/" + name;
  }

  private Form form() {
    return new Form().field("patient_id", gateway.variable("cbct.patient"));
  }

  private Answer upload(Form form) throws IOException {
    return client.sendBytes("POST", "/api/media", Form.headers(token), form.bytes());
  }

  private static byte[] document(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    byte[] head = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  private long total() throws IOException {
    return client.get("/api/media", token).json().get("meta").get("total").asLong();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
      return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }

  /** A refusal leaves nothing: no medium, and no file of the store. */
  private Answer refused(int status, Form form) throws IOException {
    long media = total();
    List<String> files = files();
    Answer answer = upload(form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(total()).isEqualTo(media);
    assertThat(files()).isEqualTo(files);
    return answer;
  }

  @Test
  void objectsAreTakenAsFilesAre() throws IOException {
    SampleObject image = Samples.tiny(71);
    byte[] large = document(3 << 20);
    objects.objects.put(key("2026/M\u00fcller +1.pdf"), large);
    objects.objects.put(key("b.dcm"), image.fileBytes());
    objects.objects.put(key("c"), document(100));

    Answer answer =
        upload(
            form()
                .file("own.pdf", document(50))
                .field("s3_objects[]", key("b.dcm"))
                .field("s3_objects[other]", key("c"))
                .field("s3_object", key("2026/M\u00fcller +1.pdf")));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    JsonNode files = answer.json().get("files");
    assertThat(files.findValuesAsText("name"))
        .containsExactly("own.pdf", "b.dcm", "c", "M\u00fcller +1.pdf");
    assertThat(files.get(1).get("sop_instance_uid").asText()).isNotEmpty();
    String target = "/api/media/" + files.get(3).get("media_id").asLong() + "/download";
    assertThat(client.get(target, token).body()).isEqualTo(large);

    String longest = key("x".repeat(1_024 - key("").length()));
    objects.objects.put(longest, document(200));
    assertThat(upload(form().field("s3_object", longest)).status()).isEqualTo(201);

    Answer again = upload(form().field("s3_object", key("c")));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("files").get(0).get("verdict").asText()).isEqualTo("duplicate");
  }

  @Test
  void aKeyOutsideTheOrganizationIsRefusedUnasked() throws IOException {
    String foreign = gateway.variable("foreign.organization");
    for (String key :
        List.of(
            "in/" + foreign + "/a",
            "in/" + gateway.variable("organization") + "0/a",
            "a",
            key(""),
            key("../" + foreign + "/a"),
            key("a/./b"),
            key("a//b"),
            key("a\\..\\b"),
            key("a/"),
            key("a\rb"),
            key("x".repeat(1_025 - key("").length())),
            "http://169.254.169.254/latest")) {
      assertThat(refused(422, form().field("s3_object", key)).json().get("errors").has("s3_object"))
          .as(key)
          .isTrue();
    }
    JsonNode errors =
        refused(
                422,
                form()
                    .field("s3_objects[]", "a")
                    .field("s3_objects[]", key("b"))
                    .field("s3_objects[]", key("b"))
                    .field("s3_objects[x]", "")
                    .field("color", "red"))
            .json()
            .get("errors");
    assertThat(errors.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("s3_objects.0", "s3_objects.2", "s3_objects.x", "color");
    assertThat(objects.requests).isEmpty();
  }

  @Test
  void withOneThatIsNotToBeHadNothingIsRead() throws IOException {
    objects.objects.put(key("a"), document(100));
    objects.refused.put(key("secret"), "AccessDenied");
    objects.refused.put(key("cold"), "InvalidObjectState");
    JsonNode errors =
        refused(
                422,
                form()
                    .field("s3_objects[]", key("a"))
                    .field("s3_objects[]", key("missing"))
                    .field("s3_objects[]", key("secret"))
                    .field("s3_objects[]", key("cold")))
            .json()
            .get("errors");
    assertThat(errors.fieldNames())
        .toIterable()
        .containsExactly("s3_objects.1", "s3_objects.2", "s3_objects.3");
    assertThat(objects.requests).doesNotContain("GET " + key("a"));
    objects.requests.clear();
    refused(422, new Form().field("patient_id", "0").field("s3_object", key("a")));
    assertThat(objects.requests).isEmpty();
  }

  @Test
  void aConnectionThatBreaksIsTakenUpWhereItBroke() throws IOException {
    byte[] document = document(1 << 20);
    objects.objects.put(key("a"), document);
    objects.breaks.set(3);
    objects.failures.set(2);

    Answer answer = upload(form().field("s3_object", key("a")));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String target = "/api/media/" + answer.json().get("id").asLong() + "/download";
    assertThat(client.get(target, token).body()).isEqualTo(document);
    assertThat(objects.requests).contains("GET " + key("a") + " bytes=" + (1 << 19) + "-");
  }

  @Test
  void whatKeepsBreakingIsGivenUp() throws IOException {
    objects.objects.put(key("a"), document(1 << 20));
    objects.breaks.set(4);
    Answer answer = refused(503, form().field("s3_object", key("a")));
    assertThat(answer.header("Retry-After")).isNotEmpty();
    objects.failures.set(1_000);
    refused(503, form().field("s3_object", key("a")));
    assertThat(objects.failures.get()).isEqualTo(1_000 - 3);
  }

  @Test
  void whatChangesWhileItIsReadIsRefused() throws IOException {
    objects.objects.put(key("a"), document(100));
    objects.restless.put(key("a"), true);
    assertThat(refused(422, form().field("s3_object", key("a"))).text()).contains("changed");
  }

  @Test
  void allObjectsTogetherStayWithinTheLimitOfAnUpload() throws IOException {
    start(
        objects.bucket(ObjectServer.ACCESS_KEY),
        new UploadLimits(4_096, 1, 100, 8_192, 1_024, 10, 4_096, 10, 60_000, 1 << 20));
    objects.objects.put(key("a"), document(2_048));
    objects.objects.put(key("b"), document(2_049));
    JsonNode errors =
        refused(422, form().field("s3_objects[a]", key("a")).field("s3_objects[b]", key("b")))
            .json()
            .get("errors");
    assertThat(errors.fieldNames()).toIterable().containsExactly("s3_objects.b");
    assertThat(objects.requests).allMatch(request -> request.startsWith("HEAD "));
    objects.objects.put(key("b"), document(2_048));
    assertThat(
            upload(form().field("s3_objects[a]", key("a")).field("s3_objects[b]", key("b")))
                .status())
        .isEqualTo(201);
  }

  @Test
  void aStoreThatDoesNotKnowUsIsNoFaultOfTheClient() throws IOException {
    start(objects.bucket("AKIDOTHER"), UploadLimits.defaults());
    objects.objects.put(key("a"), document(100));
    Answer answer = refused(503, form().field("s3_object", key("a")));
    assertThat(answer.text()).doesNotContain("AKID").doesNotContain(ObjectServer.SECRET_KEY);
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (ObjectServer other = new ObjectServer()) {
      objects.objects.put(key("a"), document(100));
      other.objects.put(key("a"), document(100));
      objects.elsewhere = other.endpoint() + "/images/" + key("a");
      refused(503, form().field("s3_object", key("a")));
      assertThat(other.requests).isEmpty();
    }
  }

  @Test
  void aStoreThatIsSilentIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      start(ObjectServer.bucket(endpoint, 300), UploadLimits.defaults());
      refused(503, form().field("s3_object", key("a")));
    }
  }

  @Test
  void aStoreThatIsNotThereIsToldAsThat() throws IOException {
    URI gone;
    try (ObjectServer other = new ObjectServer()) {
      gone = other.endpoint();
    }
    start(ObjectServer.bucket(gone, 5_000), UploadLimits.defaults());
    refused(503, form().field("s3_object", key("a")));
  }
}
