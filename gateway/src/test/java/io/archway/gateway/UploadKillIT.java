package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed (SIGKILL) while people upload; whatever was answered with success is there,
 * under the id that the answer told, and whatever is shown is whole.
 */
class UploadKillIT {
  private static final int KILLS = 3;
  private static final int SENDERS = 3;
  private static final String BOUNDARY = "kill";
  private static final int KINDS = 4;

  /** Apart from those of the objects in archives. */
  private static final long OWN_SEEDS = 1_000_000;

  @TempDir private Path folder;

  /** What each answered upload was made of, by its number; and the medium it was told to be. */
  private final Map<Integer, Long> acknowledged = new ConcurrentHashMap<>();

  private final AtomicInteger next = new AtomicInteger();

  @Test
  void losesNoUploadThatWasAcknowledged() throws Exception {
    Path home = folder.resolve("home");
    Random random = new Random(11);
    for (int kill = 0; kill < KILLS; kill++) {
      try (RunningGateway gateway = RunningGateway.start(home, folder.resolve("serve.log"))) {
        killUnderLoad(gateway, 4 + random.nextInt(20));
      }
    }
    try (RunningGateway gateway = RunningGateway.start(home, folder.resolve("serve.log"))) {
      for (Map.Entry<Integer, Long> each : acknowledged.entrySet()) {
        assertKept(gateway, each.getKey(), each.getValue());
      }
      assertWhole(gateway);
      assertThat(gateway.stop()).isZero();
    }
    Path log = folder.resolve("check.log");
    assertThat(RunningGateway.run(log, List.of("check", "--home", home.toString())))
        .as(Files.readString(log))
        .isZero();
    assertThat(acknowledged).hasSizeGreaterThan(KILLS);
  }

  private static void assertKept(RunningGateway gateway, int number, long mediumKey)
      throws Exception {
    if (isFile(number)) {
      assertThat(gateway.download(mediumKey)).as("lost: %d", number).isEqualTo(letter(number));
      return;
    }
    for (SampleObject object : objects(number)) {
      byte[] file = gateway.file(object.sopInstanceUid());
      assertThat(file).as("lost: %d", number).isNotNull();
      assertThat(file).endsWith(object.dataSetBytes());
    }
    JsonNode medium = gateway.json("/api/media/" + mediumKey);
    assertThat(medium.get("kind").asText()).isEqualTo("study");
  }

  /** Nothing is half visible, also of uploads that nobody answered. */
  private static void assertWhole(RunningGateway gateway) throws Exception {
    JsonNode media = gateway.json("/api/media?per_page=100").get("data");
    assertThat(media).isNotEmpty();
    for (JsonNode medium : media) {
      if (medium.get("kind").asText().equals("file")) {
        byte[] bytes = gateway.download(medium.get("id").asLong());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertThat(medium.at("/file/sha256").asText()).isEqualTo(HexFormat.of().formatHex(digest));
      }
    }
  }

  /** Kills in the middle of whatever goes on when so many uploads were answered. */
  private void killUnderLoad(RunningGateway gateway, int uploads) throws Exception {
    gateway.json("/api/media"); // signs in, before the threads would all do
    Semaphore answers = new Semaphore(0);
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> send(gateway, answers), "sender-" + i);
      senders.add(sender);
      sender.start();
    }
    answers.acquire(uploads);
    gateway.kill();
    for (Thread sender : senders) {
      sender.join();
    }
  }

  private void send(RunningGateway gateway, Semaphore answers) {
    String type = "multipart/form-data; boundary=" + BOUNDARY;
    try {
      while (true) {
        int number = next.getAndIncrement();
        HttpResponse<String> answer = gateway.upload(type, form(number));
        if (answer.statusCode() / 100 == 2) {
          acknowledged.put(number, new ObjectMapper().readTree(answer.body()).get("id").asLong());
        }
        answers.release();
      }
    } catch (IOException e) {
      // The gateway was killed; what was not answered counts for nothing.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isFile(int number) {
    return number % KINDS < 2;
  }

  /** By turns small ones, which share a segment, and ones with a file of their own. */
  private static byte[] letter(int number) {
    byte[] bytes = new byte[number % KINDS == 0 ? 2_000 : 3 << 20];
    new Random(number).nextBytes(bytes);
    byte[] head = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  /** One object, or the three of an archive. */
  private static List<SampleObject> objects(int number) {
    return number % KINDS == 2
        ? List.of(Samples.slice(OWN_SEEDS + number, 800, 800))
        : List.of(
            Samples.tiny(10 * number),
            Samples.tiny(10 * number + 1),
            Samples.tiny(10 * number + 2));
  }

  private static byte[] form(int number) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    if (isFile(number)) {
      part(form, "patient_name\"", "Doe^J".getBytes(StandardCharsets.US_ASCII));
      part(form, "patient_dob\"", "1980-02-03".getBytes(StandardCharsets.US_ASCII));
      part(form, "file\"; filename=\"a.pdf\"", letter(number));
    } else if (number % KINDS == 2) {
      part(form, "file\"; filename=\"a.dcm\"", objects(number).get(0).fileBytes());
    } else {
      part(form, "file\"; filename=\"a.zip\"", archive(objects(number)));
    }
    form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  private static byte[] archive(List<SampleObject> objects) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < objects.size(); i++) {
        zip.putNextEntry(new ZipEntry("image" + i));
        zip.write(objects.get(i).fileBytes());
      }
    }
    return bytes.toByteArray();
  }

  private static void part(ByteArrayOutputStream form, String parameters, byte[] content) {
    String head =
        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + parameters + "\r\n\r\n";
    form.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(content);
    form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }
}
