package io.archway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.gateway.ExitCode;
import io.archway.gateway.transfer.CollectingPeer;
import io.archway.gateway.transfer.DicomFileMaker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands echo and send against a peer of our own library. */
class SendCommandTest {
  private static final String EXPLICIT = Uids.EXPLICIT_VR_LITTLE_ENDIAN;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private CollectingPeer peer;

  @BeforeEach
  void start() throws Exception {
    peer = new CollectingPeer();
  }

  @AfterEach
  void stop() {
    peer.close();
  }

  @Test
  void echoSaysThatThePeerIsAlive() {
    assertThat(execute("echo", "--to", peer.peer().toString())).isZero();
    assertThat(out.toString()).matches("PEER@localhost:\\d+: alive, \\d+ ms\\R");
  }

  @Test
  void echoNamesTheReasonOfARefusalOrAFailedConnection() throws Exception {
    String wrongTitle = peer.peer().toString().replace("PEER@", "OTHER@");
    assertThat(execute("echo", "--to", wrongTitle)).isEqualTo(ExitCode.PEER.number());
    assertThat(err.toString()).contains(wrongTitle + " refused:");
    String gone = peer.peer().toString();
    peer.close();
    assertThat(execute("echo", "--to", gone)).isEqualTo(ExitCode.PEER.number());
    assertThat(err.toString()).contains("no connection: refused by the host");
    assertThat(execute("echo", "--to", "localhost:104")).isEqualTo(ExitCode.USAGE.number());
    assertThat(err.toString()).contains("expected: TITLE@HOST:PORT");
  }

  @Test
  void sendsFilesAndFoldersInTheirOwnTransferSyntaxes() throws Exception {
    Path images = Files.createDirectories(folder.resolve("study/images"));
    Path a = DicomFileMaker.file(folder.resolve("a.dcm"), "2.25.1", EXPLICIT, 10);
    Path b =
        DicomFileMaker.file(images.resolve("b"), "2.25.2", Uids.IMPLICIT_VR_LITTLE_ENDIAN, 300_000);
    Path c =
        DicomFileMaker.file(
            images.resolve("c"), "2.25.3", Uids.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, 5_000);
    assertThat(send(a, folder.resolve("study"))).isZero();
    assertThat(peer.received()).hasSize(3);
    assertThat(peer.received().get("2.25.1")).isEqualTo(DicomFileMaker.dataSetOf(a));
    assertThat(peer.received().get("2.25.2")).isEqualTo(DicomFileMaker.dataSetOf(b));
    assertThat(peer.received().get("2.25.3")).isEqualTo(DicomFileMaker.dataSetOf(c));
    assertThat(out.toString().lines()).contains("stored: " + a, "stored: " + b, "stored: " + c);
  }

  @Test
  void everyFileThatIsNotStoredHasItsLineWithTheReason() throws Exception {
    Path good = DicomFileMaker.file(folder.resolve("1.dcm"), "2.25.1", EXPLICIT, 10);
    Path refused = DicomFileMaker.file(folder.resolve("2.dcm"), "2.25.2", EXPLICIT, 10);
    Path warned = DicomFileMaker.file(folder.resolve("3.dcm"), "2.25.3", EXPLICIT, 10);
    Path text = Files.writeString(folder.resolve("4.txt"), "not DICOM at all, only words");
    Path directory =
        DicomFileMaker.file(
            folder.resolve("DICOMDIR"),
            Uids.MEDIA_STORAGE_DIRECTORY_STORAGE,
            "2.25.5",
            EXPLICIT,
            10);
    Path denied =
        DicomFileMaker.file(folder.resolve("6"), Uids.CT_IMAGE_STORAGE, "2.25.6", EXPLICIT, 10);
    peer.answer("2.25.2", DimseStatus.OUT_OF_RESOURCES);
    peer.answer("2.25.3", DimseStatus.COERCION_OF_DATA_ELEMENTS);
    peer.deny(Uids.CT_IMAGE_STORAGE);
    assertThat(send(folder)).isEqualTo(ExitCode.SOME_REFUSED.number());
    assertThat(out.toString().lines())
        .contains(
            "stored: " + good,
            "refused: " + refused + " (status A700)",
            "stored with a warning: " + warned + " (status B000)",
            "skipped: " + directory + " (a DICOMDIR)",
            "not sent: "
                + denied
                + " (the receiver takes no such objects: "
                + Uids.CT_IMAGE_STORAGE
                + ")")
        .anyMatch(line -> line.startsWith("not sent: " + text + " ("));
  }

  @Test
  void afterABrokenAssociationTheRestGoesOnANewOne() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      files.add(DicomFileMaker.file(folder.resolve(i + ".dcm"), "2.25." + i, EXPLICIT, 10));
    }
    peer.abortAt("2.25.3");
    assertThat(send(folder)).isEqualTo(ExitCode.SOME_REFUSED.number());
    assertThat(peer.received()).containsOnlyKeys("2.25.1", "2.25.2", "2.25.4", "2.25.5");
    assertThat(out.toString()).contains("not sent: " + files.get(2));
  }

  @Test
  void moreKindsThanOneAssociationHoldsGoOnSeveral() throws Exception {
    for (int i = 0; i < 130; i++) {
      DicomFileMaker.file(
          folder.resolve(i + ".dcm"), "1.2.3.4." + (i + 1), "2.25." + i, EXPLICIT, 10);
    }
    assertThat(send(folder)).isZero();
    assertThat(peer.received()).hasSize(130);
  }

  @Test
  void aPeerThatIsNotThereLeavesEveryFileWithItsLine() throws Exception {
    Path file = DicomFileMaker.file(folder.resolve("1.dcm"), "2.25.1", EXPLICIT, 10);
    peer.close();
    assertThat(send(file)).isEqualTo(ExitCode.PEER.number());
    assertThat(out.toString()).contains("not sent: " + file + " (no association)");
    assertThat(send(folder.resolve("none"))).isEqualTo(ExitCode.USAGE.number());
    assertThat(err.toString()).contains("no such file or folder");
  }

  private int send(Path... files) {
    List<String> arguments = new ArrayList<>(List.of("send", "--to", peer.peer().toString()));
    List.of(files).forEach(file -> arguments.add(file.toString()));
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... args) {
    CommandLine commandLine = ArchwayCommand.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
