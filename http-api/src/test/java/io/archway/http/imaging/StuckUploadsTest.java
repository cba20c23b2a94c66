package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archway.http.imaging.ApiClient.Answer;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.ingest.Intake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many uploads as may run at one time wait for the disk: everything else is answered. */
final class StuckUploadsTest {
  private static final Duration LIMIT = Duration.ofSeconds(100);

  @TempDir Path folder;

  @Test
  void leaveThreadsForOthers() throws Exception {
    int most = UploadLimits.defaults().maxUploads();
    ExecutorService threads = Executors.newFixedThreadPool(most + 1);
    CountDownLatch released = new CountDownLatch(1);
    try (SampleGateway gateway = new SampleGateway(folder)) {
      String token = gateway.token("admin");
      CountDownLatch held = new CountDownLatch(1);
      threads.submit(() -> gateway.intake.betweenGroups(() -> waited(held, released)));
      held.await();
      List<CompletableFuture<Answer>> uploads = new ArrayList<>();
      for (int i = 0; i < most; i++) {
        byte[] letter = ("%PDF-1.4 letter " + i).getBytes(StandardCharsets.US_ASCII);
        uploads.add(CompletableFuture.supplyAsync(() -> upload(gateway, token, letter), threads));
      }
      await().atMost(LIMIT).until(() -> stuck() == most + 1);

      ApiClient client = new ApiClient(gateway.server.port());
      assertThat(client.get("/api/media", token).status()).isEqualTo(200);
      assertThat(client.get("/api/patient", token).status()).isEqualTo(200);
      assertThat(gateway.token("admin")).isNotEmpty();
      Answer more = upload(gateway, token, "%PDF-1.4 more".getBytes(StandardCharsets.US_ASCII));
      assertThat(more.status()).isEqualTo(503);
      assertThat(more.header("Retry-After")).isNotNull();

      released.countDown();
      for (CompletableFuture<Answer> upload : uploads) {
        assertThat(upload.get().status()).as(upload.get().text()).isEqualTo(201);
      }
    } finally {
      released.countDown();
      threads.shutdown();
    }
  }

  private static Void waited(CountDownLatch held, CountDownLatch released) throws Exception {
    held.countDown();
    released.await();
    return null;
  }

  private static long stuck() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            frames ->
                Arrays.stream(frames)
                    .anyMatch(
                        frame ->
                            frame.getClassName().equals(Intake.class.getName())
                                && frame.getMethodName().equals("betweenGroups")))
        .count();
  }

  private static Answer upload(SampleGateway gateway, String token, byte[] content) {
    Form form =
        new Form()
            .field("patient_id", gateway.variable("cbct.patient"))
            .file("letter.pdf", content);
    try {
      return new ApiClient(gateway.server.port())
          .sendBytes("POST", "/api/media", Form.headers(token), form.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
