package io.archway.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.archway.gateway.walk.WalkDocument.Step;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk of docs/how-to/read-a-study.md, command by command as it stands there, with the program
 * in a process of its own. Only the ports are others.
 */
@DisabledOnOs(OS.WINDOWS)
class ReadAStudyIT {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCUMENT = REPOSITORY.resolve("docs/how-to/read-a-study.md");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String HTTP = "localhost:8080";
  private static final boolean REQUIRED = "required".equals(System.getenv("ARCHWAY_TEST_PEERS"));
  private static final Pattern READY = Pattern.compile("DICOM (\\d+) \\(ARCHWAY\\), HTTP (\\d+)");

  @TempDir private Path folder;
  private Process gateway;

  @Test
  void everyCommandAnswersWhatTheDocumentSays() throws Exception {
    for (String tool : List.of("bash", "curl", "sed", "grep", "tee")) {
      if (REQUIRED) {
        assertThat(isInstalled(tool)).as(tool).isTrue();
      }
      assumeThat(isInstalled(tool)).as(tool).isTrue();
    }
    List<Step> steps = WalkDocument.steps(DOCUMENT);
    writeLauncher();
    try (BashSession bash = BashSession.start(folder)) {
      String http = serve(steps.get(0));
      for (Step step : steps.subList(1, steps.size())) {
        if (!step.commands().get(0).startsWith("dcm") || REQUIRED || isInstalled("dcm2pdf")) {
          take(bash, step, http);
        }
      }
    } finally {
      stop();
    }
  }

  private static void take(BashSession bash, Step step, String http) throws Exception {
    StringBuilder printed = new StringBuilder();
    for (String command : step.commands()) {
      BashSession.Result result = bash.run(command.replace(HTTP, http));
      assertThat(result.status()).as("line %d: %s%n%s", step.line(), command, result).isZero();
      printed.append(result.output());
    }
    String excerpt = step.excerpt() == null ? "" : step.excerpt();
    assertThat(Excerpt.matches(excerpt, printed.toString()))
        .as("line %d: %s%nprinted: %s", step.line(), step.commands(), printed)
        .isTrue();
  }

  /** The first step, which goes on; gives where it listens. */
  private String serve(Step step) throws IOException {
    assertThat(step.commands()).hasSize(1);
    Path log = folder.resolve("serve.log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", step.commands().get(0))
            .directory(folder.toFile())
            .redirectOutput(log.toFile())
            .redirectError(folder.resolve("serve.err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ARCHWAY_"));
    builder.environment().put("ARCHWAY_DICOM_PORT", "0");
    builder.environment().put("ARCHWAY_HTTP_PORT", "0");
    builder.environment().put("ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B");
    gateway = builder.start();
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> READY.matcher(Files.readString(log)).find() || !gateway.isAlive());
    String printed = Files.readString(log);
    Matcher ready = READY.matcher(printed);
    assertThat(ready.find()).as(printed).isTrue();
    String asDelivered =
        ready.replaceFirst(Matcher.quoteReplacement("DICOM 11112 (ARCHWAY), HTTP 8080"));
    assertThat(Excerpt.matches(step.excerpt(), asDelivered)).as(printed).isTrue();
    return "localhost:" + ready.group(2);
  }

  /** What the launcher does once it has built. */
  private void writeLauncher() throws IOException {
    Path launcher =
        Files.writeString(
            folder.resolve("archway"),
            """
            #!/bin/sh
            exec '%s' -Xmx256m -XX:MaxDirectMemorySize=64m -XX:TieredStopAtLevel=1 \\
              -Djava.awt.headless=true -cp '%s' io.archway.gateway.Main "$@"
            """
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
  }

  private void stop() throws InterruptedException {
    if (gateway != null) {
      gateway.descendants().forEach(ProcessHandle::destroyForcibly);
      gateway.destroyForcibly().waitFor();
    }
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, tool)));
  }

  @Test
  void whatTheDocumentSaysIsComparedButForWhatEachRunMakesAnew() {
    String output = "{\"id\":1,\"uid\":\"2.25.7\",\"at\":\"2026-11-22T10:20:08.8Z\",\"a\":[1,2]}";
    assertThat(Excerpt.matches("{\"id\":1,…,\n\"a\":[1,2]}", output)).isTrue();
    assertThat(Excerpt.matches("{\"id\":1,\"uid\":\"2.25.99\",…}", output)).isTrue();
    assertThat(Excerpt.matches("{…\"at\":\"2027-01-01T00:00:00Z\",…", output)).isTrue();
    assertThat(Excerpt.matches("{\"id\":2,…}", output)).isFalse();
    assertThat(Excerpt.matches("{\"id\":1,…,\"a\":[1]}", output)).isFalse();
    assertThat(Excerpt.matches("{\"id\":1", output)).isFalse();
    assertThat(Excerpt.matches("", output)).isFalse();
  }
}
