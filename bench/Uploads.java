import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.testdata.SampleObject;
import io.archway.testdata.SampleStudy;
import io.archway.testdata.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The same slices of 0.5 MB by C-STORE, as a form each, and as archives, by one sender and by four:
 * {@code java -cp 'lib/*' Uploads.java DICOM-PORT HTTP-PORT PASSWORD SLICES ROUNDS}. See uploads.sh.
 */
public final class Uploads {
  private static final int ROWS = 512;
  private static final int[] SENDERS = {1, 4};
  private static final String BOUNDARY = "upload";

  private static int series;

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int dicomPort;
  private final int httpPort;
  private final String token;

  private Uploads(int dicomPort, int httpPort, String password) throws Exception {
    this.dicomPort = dicomPort;
    this.httpPort = httpPort;
    this.token = signIn(password);
  }

  private interface Way {
    void send(List<SampleObject> slices) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Uploads uploads =
        new Uploads(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), arguments[2]);
    int slices = Integer.parseInt(arguments[3]);
    int rounds = Integer.parseInt(arguments[4]);
    for (int round = 0; round <= rounds; round++) {
      String name = round == 0 ? "warm" : "round " + round;
      for (int senders : SENDERS) {
        measure(name + ", C-STORE", senders, slices, uploads::cStore);
        measure(name + ", a form a slice", senders, slices, uploads::forms);
        measure(name + ", an archive", senders, slices, uploads::archive);
      }
    }
  }

  /** Each sender a series of its own, made before the clock runs; all must be answered with success. */
  private static void measure(String name, int senders, int slices, Way way) throws Exception {
    List<List<SampleObject>> made = new ArrayList<>();
    long bytes = 0;
    for (int sender = 0; sender < senders; sender++) {
      List<SampleObject> one = new ArrayList<>();
      SampleStudy study = SampleStudy.of(3, series++, "cbct");
      for (int i = 0; i < slices / senders; i++) {
        one.add(Samples.slice(study, ROWS, ROWS, slices / senders, i));
        bytes += one.get(i).dataSetLength();
      }
      made.add(one);
    }
    ExecutorService threads = Executors.newFixedThreadPool(senders);
    long start = System.nanoTime();
    List<Future<?>> sent = new ArrayList<>();
    for (List<SampleObject> one : made) {
      sent.add(
          threads.submit(
              () -> {
                way.send(one);
                return null;
              }));
    }
    for (Future<?> each : sent) {
      each.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    threads.shutdown();
    System.out.printf(
        "%s, %d senders: %d slices, %.0f MB/s, %.0f slices/s%n",
        name, senders, slices / senders * senders, bytes / 1e6 / seconds, slices / seconds);
  }

  private void cStore(List<SampleObject> slices) throws Exception {
    SampleObject first = slices.get(0);
    List<PresentationContextProposal> proposals =
        List.of(
            new PresentationContextProposal(
                1, first.sopClassUid(), List.of(first.transferSyntax().uid())));
    RequesterSettings settings =
        RequesterSettings.of(new InetSocketAddress("localhost", dicomPort), "SENDER", "ARCHWAY");
    try (AssociationRequester requester = AssociationRequester.connect(settings, proposals)) {
      for (SampleObject slice : slices) {
        DimseResult result =
            requester.store(
                StoreRequest.of(1, slice.sopClassUid(), slice.sopInstanceUid()),
                Channels.newChannel(new ByteArrayInputStream(slice.dataSetBytes())),
                sent -> {});
        if (!result.isSuccess()) {
          throw new IOException("C-STORE: " + result.status());
        }
      }
      requester.release();
    }
  }

  private void forms(List<SampleObject> slices) throws Exception {
    for (SampleObject slice : slices) {
      upload(slice.fileBytes(), 1);
    }
  }

  /** Stored, not deflated: packing is not what is measured. */
  private void archive(List<SampleObject> slices) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (int i = 0; i < slices.size(); i++) {
        byte[] file = slices.get(i).fileBytes();
        CRC32 crc = new CRC32();
        crc.update(file);
        ZipEntry entry = new ZipEntry("%05d.dcm".formatted(i));
        entry.setSize(file.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(file);
      }
    }
    upload(bytes.toByteArray(), slices.size());
  }

  private void upload(byte[] file, int objects) throws Exception {
    byte[] head =
        ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + httpPort + "/api/media"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, file, tail)))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    int stored = answer.body().split("\"verdict\":\"stored\"", -1).length - 1;
    if (answer.statusCode() != 201 || stored != objects) {
      throw new IOException("upload: %d, %d stored".formatted(answer.statusCode(), stored));
    }
  }

  private String signIn(String password) throws Exception {
    HttpRequest login =
        HttpRequest.newBuilder(URI.create("http://localhost:" + httpPort + "/api/auth/login"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"username\":\"admin\",\"password\":\"%s\"}".formatted(password)))
            .build();
    String answer = http.send(login, HttpResponse.BodyHandlers.ofString()).body();
    return answer.replaceFirst("(?s).*\"access_token\":\"([^\"]*)\".*", "$1");
  }
}
