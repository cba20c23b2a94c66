package io.archway.gateway.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * Writes to a gateway over several associations and over HTTP until it is closed, and remembers
 * what was acknowledged. Objects lie in segments and, the fifth of them, in files of their own.
 */
final class ConstantLoad implements AutoCloseable {
  private static final int ASSOCIATIONS = 3;
  private static final int MOST = 1_000;
  private static final String BOUNDARY = "a-boundary-that-no-file-holds";
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final LocalGateway gateway;
  private final int first;
  private final List<CompletableFuture<Void>> ended = new ArrayList<>();
  private final Map<Integer, Boolean> objects = new ConcurrentHashMap<>();
  private final Map<Long, String> patients = new ConcurrentHashMap<>();
  private final Map<Long, Integer> letters = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * What was acknowledged.
   *
   * @param objects seeds, for {@link #object}
   * @param patients family names by id
   * @param letters seeds by the id of their medium, for {@link #letter}
   */
  record Acknowledged(
      List<Integer> objects, Map<Long, String> patients, Map<Long, Integer> letters) {}

  private ConstantLoad(LocalGateway gateway, int first) {
    this.gateway = gateway;
    this.first = first;
  }

  /**
   * @param first its seeds begin here; another load of the test takes others
   */
  static ConstantLoad on(LocalGateway gateway, int first) throws Exception {
    ConstantLoad load = new ConstantLoad(gateway, first);
    ApiCaller caller = ApiCaller.signIn(gateway);
    for (int i = 0; i < ASSOCIATIONS; i++) {
      int from = first + i * MOST;
      load.start(() -> load.storeFrom(from));
    }
    load.start(() -> load.writeOverHttp(caller));
    return load;
  }

  static SampleObject object(int seed) {
    int side = seed % 5 == 4 ? 400 : 150;
    return Samples.slice(seed, side, side);
  }

  static byte[] letter(int seed) {
    byte[] bytes = new byte[20_000];
    new Random(seed).nextBytes(bytes);
    byte[] head = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  /** Returns when so much of each kind was acknowledged. */
  void await(int objectCount, int httpCount) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () ->
                ended.stream().anyMatch(CompletableFuture::isCompletedExceptionally)
                    || (objects.size() >= objectCount
                        && patients.size() >= httpCount
                        && letters.size() >= httpCount));
    ended.stream().filter(CompletableFuture::isDone).forEach(CompletableFuture::join);
  }

  Acknowledged acknowledged() {
    return new Acknowledged(
        List.copyOf(objects.keySet()), Map.copyOf(patients), Map.copyOf(letters));
  }

  /** Returns when the last was acknowledged. */
  @Override
  public void close() {
    stopping = true;
    ended.forEach(CompletableFuture::join);
  }

  private void storeFrom(int from) throws IOException {
    try (AssociationRequester scanner = gateway.connect(LocalGateway.context(1, object(from)))) {
      for (int seed = from; seed < from + MOST && !stopping; seed++) {
        DimseResult result = LocalGateway.store(scanner, 1, object(seed));
        if (!result.isSuccess()) {
          throw new IOException("refused: " + result);
        }
        objects.put(seed, true);
      }
    }
  }

  private void writeOverHttp(ApiCaller caller) throws IOException, InterruptedException {
    for (int seed = first; seed < first + MOST && !stopping; seed++) {
      String name = "Patient" + seed;
      String form =
          "{\"last_name\":\"%s\",\"first_name\":\"A\",\"birth_date\":\"1980-02-03\",\"sex\":\"F\"}"
              .formatted(name);
      patients.put(caller.call("POST", "/api/patient", form).get("id").asLong(), name);
      JsonNode medium =
          caller.post(
              "/api/media", "multipart/form-data; boundary=" + BOUNDARY, letterForm(seed, name));
      letters.put(medium.get("id").asLong(), seed);
    }
  }

  private static byte[] letterForm(int seed, String name) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, "patient_name\"", (name + "^A").getBytes(StandardCharsets.US_ASCII));
    part(form, "patient_dob\"", "1980-02-03".getBytes(StandardCharsets.US_ASCII));
    part(form, "file\"; filename=\"a.pdf\"", letter(seed));
    form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  private static void part(ByteArrayOutputStream form, String parameters, byte[] content) {
    String head =
        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + parameters + "\r\n\r\n";
    form.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(content);
    form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private interface Work {
    void run() throws Exception;
  }

  private void start(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    ended.add(done);
    new Thread(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Exception | Error e) {
                done.completeExceptionally(e);
              }
            },
            "load")
        .start();
  }
}
