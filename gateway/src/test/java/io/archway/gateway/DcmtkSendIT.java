package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archway.gateway.cli.ArchwayCommand;
import io.archway.gateway.transfer.OutgoingFile;
import io.archway.testdata.SampleOptions;
import io.archway.testdata.SampleStudies;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands echo and send against DCMTK's storescp. */
class DcmtkSendIT {
  private static final String TOOL = "storescp";

  @TempDir private Path folder;
  private Process storescp;
  private String peer;

  @BeforeEach
  void start() throws Exception {
    if (!isThere()) {
      assertThat(System.getenv("ARCHWAY_TEST_PEERS")).as(TOOL).isNotEqualTo("required");
      assumeTrue(false, TOOL + " is not on the PATH");
    }
    Files.createDirectories(folder.resolve("received"));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isListening);
  }

  private static boolean isThere() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, TOOL)));
  }

  /** Another program may take the free port first; then it is tried again with another. */
  private boolean isListening() throws IOException {
    if (storescp == null || !storescp.isAlive()) {
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      peer = "STORESCP@localhost:" + port;
      storescp =
          new ProcessBuilder(
                  TOOL, "+xa", "+B", "-od", folder.resolve("received").toString(), "" + port)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("storescp.log").toFile())
              .start();
    }
    return execute("echo", "--to", peer) == 0;
  }

  @AfterEach
  void stop() {
    if (storescp != null) {
      storescp.destroyForcibly();
    }
  }

  @Test
  void storescpReceivesEveryDataSetUnchanged() throws Exception {
    Path samples = folder.resolve("samples");
    SampleStudies.write(
        samples,
        SampleOptions.small(5).withSlices(64, 4).withRadiographRows(64),
        (file, bytes, done, total) -> {});
    assertThat(execute("send", "--to", peer, samples.toString())).isZero();
    assertThat(dataSets(folder.resolve("received"))).isEqualTo(dataSets(samples));
  }

  private static Map<String, Integer> dataSets(Path root) throws IOException {
    Map<String, Integer> dataSets = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        OutgoingFile file = OutgoingFile.read(path);
        byte[] all = Files.readAllBytes(path);
        byte[] dataSet = Arrays.copyOfRange(all, (int) file.dataSetOffset(), all.length);
        dataSets.put(file.sopInstanceUid(), Arrays.hashCode(dataSet));
      }
    }
    return dataSets;
  }

  private static int execute(String... args) {
    CommandLine commandLine = ArchwayCommand.commandLine();
    StringWriter text = new StringWriter();
    commandLine.setOut(new PrintWriter(text, true)).setErr(new PrintWriter(text, true));
    return commandLine.execute(args);
  }
}
