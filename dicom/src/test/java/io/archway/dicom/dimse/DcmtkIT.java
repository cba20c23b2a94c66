package io.archway.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.FileMeta;
import io.archway.dicom.data.Part10;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.AssociationLimits;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.AssociationSummary.End;
import io.archway.dicom.net.AssociationSummary.OperationCount;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DCMTK's tools as requester. */
class DcmtkIT {

  private static final List<String> TOOLS = List.of("echoscu", "storescu", "dcmsend");
  private static final int DEADLINE_SECONDS = 60;

  private final RecordingListener listener = new RecordingListener();
  private final DigestingScp storage = new DigestingScp();
  private AssociationAcceptor acceptor;

  @TempDir private Path folder;

  @BeforeAll
  static void needsTheTools() {
    List<String> missing = TOOLS.stream().filter(tool -> !isOnPath(tool)).toList();
    if (!missing.isEmpty()) {
      System.out.println(
          "skipped: interoperability with DCMTK, 1 class, not on the PATH: " + missing);
      assertThat(System.getenv("ARCHWAY_TEST_PEERS"))
          .as("ARCHWAY_TEST_PEERS while %s are missing", missing)
          .isNotEqualTo("required");
    }
    assumeTrue(missing.isEmpty(), "DCMTK is not on the PATH");
  }

  @BeforeEach
  void start() throws IOException {
    ServiceRegistry services =
        ServiceRegistry.builder()
            .add(Uids.VERIFICATION, new VerificationScp())
            .addFamily(uid -> true, storage)
            .build();
    acceptor =
        AssociationAcceptor.start(
            AssociationAcceptor.Settings.onPort(0).withLimits(AssociationLimits.defaults()),
            new OpenPolicy(),
            services,
            listener,
            null);
  }

  @AfterEach
  void stop() {
    acceptor.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 16384, 131072})
  void answersEchoes(int maxPdu) throws Exception {
    assertThat(run("echoscu", "--max-pdu", "" + maxPdu, "--repeat", "5")).isZero();
    AssociationSummary summary = RecordingListener.take(listener.ended);
    assertThat(summary.end()).isEqualTo(End.RELEASED);
    assertThat(summary.implementationVersionName()).startsWith("OFFIS_DCMTK");
    assertThat(summary.peerMaxPduLengthBytes()).isEqualTo(maxPdu);
    assertThat(summary.operations()).containsExactly(new OperationCount("C-ECHO", 0, 5));
  }

  @Test
  void acceptsManyContextsOfEchoscu() throws Exception {
    assertThat(run("echoscu", "--propose-pc", "128", "--propose-ts", "38")).isZero();
    AssociationSummary summary = RecordingListener.take(listener.ended);
    assertThat(summary.presentationContexts()).hasSize(128).allMatch(c -> c.accepted());
  }

  @Test
  void seesAnAbort() throws Exception {
    assertThat(run("echoscu", "--abort")).isZero();
    AssociationSummary summary = RecordingListener.take(listener.ended);
    assertThat(summary.end()).isEqualTo(End.ABORTED_BY_PEER);
    assertThat(summary.source()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 131072})
  void takesObjectsAsTheyAre(int maxPdu) throws Exception {
    List<byte[]> dataSets = files(10, 70_000);
    assertThat(run("storescu", "--max-pdu", "" + maxPdu, "--scan-directories", folder.toString()))
        .isZero();
    assertSameContents(dataSets);
    assertThat(RecordingListener.take(listener.ended).end()).isEqualTo(End.RELEASED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--propose-implicit", "--propose-little", "--propose-big"})
  void takesObjectsInTheSyntaxThatIsProposed(String option) throws Exception {
    files(3, 5_000);
    assertThat(run("storescu", option, "--scan-directories", folder.toString())).isZero();
    assertThat(storage.received).hasSize(3);
  }

  @Test
  void takesObjectsOfDcmsend() throws Exception {
    List<byte[]> dataSets = files(20, 20_000);
    assertThat(run("dcmsend", "--scan-directories", folder.toString())).isZero();
    assertSameContents(dataSets);
  }

  @Test
  void takesObjectsOfSeveralSendersAtOnce() throws Exception {
    List<byte[]> dataSets = files(25, 30_000);
    List<Process> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      senders.add(startTool("storescu", "--scan-directories", folder.toString()));
    }
    for (Process sender : senders) {
      assertThat(exitCode(sender)).isZero();
    }
    assertThat(storage.received).hasSize(4 * dataSets.size());
  }

  /** At the 40 ms of a delayed acknowledgement a message, this would take over 16 s. */
  @Test
  void doesNotMakeASenderWaitForDelayedAcknowledgements() throws Exception {
    files(400, 2_000);
    long start = System.nanoTime();
    assertThat(run("storescu", "--scan-directories", folder.toString())).isZero();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertThat(storage.received).hasSize(400);
    assertThat(millis).isLessThan(8_000);
    System.out.println("storescu: 400 objects of 2 KB in " + millis + " ms");
  }

  private void assertSameContents(List<byte[]> dataSets) {
    assertThat(storage.received)
        .extracting(DigestingScp.Received::sha256)
        .containsExactlyInAnyOrderElementsOf(dataSets.stream().map(DigestingScp::sha256).toList());
  }

  /** Secondary captures in explicit VR little endian, which DCMTK sends without changing a byte. */
  private List<byte[]> files(int count, int pixels) throws IOException {
    List<byte[]> dataSets = new ArrayList<>();
    Random random = new Random(pixels);
    for (int i = 0; i < count; i++) {
      String uid = "2.25.4711." + i;
      byte[] pixelData = new byte[pixels];
      random.nextBytes(pixelData);
      DataSet dataSet =
          new DataSet()
              .put(Tag.SOP_CLASS_UID, Vr.UI, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE)
              .put(Tag.SOP_INSTANCE_UID, Vr.UI, uid)
              .put(Tag.STUDY_DATE, Vr.DA, "20260101")
              .putBytes(0x7FE00010, Vr.OB, pixelData);
      Path file = folder.resolve(i + ".dcm");
      try (OutputStream out = Files.newOutputStream(file)) {
        Part10.write(
            FileMeta.of(Uids.SECONDARY_CAPTURE_IMAGE_STORAGE, uid, Uids.EXPLICIT_VR_LITTLE_ENDIAN),
            dataSet,
            out);
      }
      dataSets.add(
          io.archway.dicom.data.DataSetWriter.toBytes(
              dataSet, io.archway.dicom.data.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }
    return dataSets;
  }

  private int run(String tool, String... arguments) throws Exception {
    return exitCode(startTool(tool, arguments));
  }

  /** Host and port come before folders and files, after the options. */
  private Process startTool(String tool, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(tool, "-aec", "ARCHWAY"));
    List<String> inputs = new ArrayList<>();
    for (String argument : arguments) {
      (argument.startsWith("/") ? inputs : command).add(argument);
    }
    command.addAll(List.of("127.0.0.1", "" + acceptor.port()));
    command.addAll(inputs);
    return new ProcessBuilder(command).inheritIO().start();
  }

  private static int exitCode(Process process) throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + DEADLINE_SECONDS + " s");
    }
    return process.exitValue();
  }

  private static boolean isOnPath(String tool) {
    return java.util.Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }
}
