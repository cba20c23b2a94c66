package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worklist files as DCMTK makes them, with dump2dcm in its forms and dcmdump back to text, are what
 * findscu sees.
 */
class OrderFoldersIT {
  @TempDir private Path folder;

  @Test
  void whatDcmtkWritesIsWhatFindscuSees() throws Exception {
    DcmtkScanner.requireTools();
    Path orders = Files.createDirectory(folder.resolve("orders"));
    Map<String, String> settings =
        Map.of(
            "ARCHWAY_WORKLIST_WATCH",
            orders.toString(),
            "ARCHWAY_WORKLIST_WATCH_INTERVAL",
            "100ms");
    try (LocalGateway gateway = LocalGateway.start(folder.resolve("home"), settings)) {
      Files.createFile(orders.resolve("lockfile"));
      dump2dcm("PX", orders);
      dump2dcm("CT", orders, "-F", "+ti");
      dump2dcm("IO", orders, "-F", "+te");
      dump2dcm("DX", orders, "+tb");
      dump2dcm("XC", orders, "+td");
      Files.copy(dump("OP"), orders.resolve("op.dump"));
      Path dumped = folder.resolve("dumped");
      run(dumped, "dcmdump", "+L", worklistFile("PX").toString());
      awaitDone(orders, 6);
      Files.move(dumped, orders.resolve("again.txt"));
      awaitDone(orders, 7);
      assertThat(verdicts(orders)).filteredOn(text -> text.startsWith("ENTERED")).hasSize(6);
      assertThat(verdicts(orders)).filteredOn(text -> text.startsWith("UNCHANGED")).hasSize(1);
      DcmtkScanner scanner = new DcmtkScanner(folder, "AA32", gateway.dicomPort());
      for (String modality : List.of("PX", "CT", "IO", "DX", "XC", "OP")) {
        List<DataSet> found = scanner.worklist(modality);
        assertThat(found).as(modality).hasSize(1);
        assertThat(found.get(0).string(Tag.PATIENT_NAME)).isEqualTo("V\u00EDvaldi^" + modality);
        assertThat(found.get(0).string(Tag.ACCESSION_NUMBER)).isEqualTo("A" + modality);
        assertThat(found.get(0).string(Tag.STUDY_INSTANCE_UID)).startsWith("1.2.276.0.7230010.3");
      }
      assertThat(orders.resolve("lockfile")).exists();
    }
  }

  private Path dump(String modality) throws IOException {
    String text =
        """
        # a worklist file
        (0008,0005) CS  [ISO_IR 100]
        (0008,0050) SH  A%1$s
        (0010,0010) PN  V\u00EDvaldi^%1$s
        (0010,0020) LO  AV%1$s
        (0010,0030) DA  16780304
        (0020,000d) UI  1.2.276.0.7230010.3.2.%2$d
        (0032,1060) LO  EXAM6
        (0040,0100) SQ
        (fffe,e000) -
        (0008,0060) CS  %1$s
        (0040,0001) AE  AA32\\AA33
        (0040,0002) DA  %3$s
        (0040,0003) TM  085607
        (0040,0006) PN  JOHNSON
        (0040,0009) SH  SPD%2$d
        (0040,0012) LO
        (fffe,e00d) -
        (fffe,e0dd) -
        (0040,1001) SH  RP%2$d
        (0040,1003) SH  LOW
        """
            .formatted(
                modality,
                modality.charAt(0) * 100 + modality.charAt(1),
                LocalDate.now().format(DateTimeFormatter.BASIC_ISO_DATE));
    return Files.writeString(folder.resolve(modality + ".dump"), text, StandardCharsets.ISO_8859_1);
  }

  private Path worklistFile(String modality) {
    return folder.resolve(modality + ".wl");
  }

  private void dump2dcm(String modality, Path into, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("dump2dcm"));
    command.addAll(List.of(options));
    Path made = worklistFile(modality);
    command.addAll(List.of(dump(modality).toString(), made.toString()));
    run(folder.resolve("log"), command.toArray(String[]::new));
    Files.copy(made, into.resolve(made.getFileName()));
  }

  private static void run(Path output, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as("%s: %s", command[0], read(output)).isZero();
  }

  private static void awaitDone(Path orders, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(() -> assertThat(verdicts(orders)).hasSize(count));
  }

  private static List<String> verdicts(Path orders) throws IOException {
    try (Stream<Path> files = Files.walk(orders)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".verdict.txt")).toList()) {
        texts.add(Files.readString(file));
      }
      return texts;
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
