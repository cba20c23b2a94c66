package io.archway.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a user meets it: real processes, the repository's own script. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  private static final Path LAUNCHER = Path.of("..", "archway").toAbsolutePath().normalize();
  private static final String READY =
      "Archway ready in \\d+\\.\\d+ s: DICOM \\d+ \\(ARCHWAY\\), HTTP (\\d+), data .+";

  @TempDir private Path folder;

  @Test
  void servesUntilItIsToldToStopAndEndsWithZero() throws Exception {
    Path home = folder.resolve("home");
    try (Launched gateway = serve(LAUNCHER, home)) {
      assertThat(gateway.awaitLine(READY)).endsWith("data " + home);
      assertThat(gateway.isJava()).as("the launcher's process became the JVM").isTrue();
      gateway.terminate();
      assertThat(gateway.exitCode()).isZero();
    }
    assertThat(home.resolve("logs/archway.log")).content().containsPattern(READY);
  }

  /**
   * Asked by the thread that reads the line, on a bare socket: nothing is given time to come up.
   */
  @Test
  void isHealthyFromTheReadyLineOn() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Launched.Start start =
        serving(LAUNCHER, folder.resolve("home"))
            .onLine(
                line -> {
                  Matcher ready = Pattern.compile(READY).matcher(line);
                  if (ready.find()) {
                    answer.completeAsync(() -> health(ready.group(1)), Runnable::run);
                  }
                });
    try (Launched gateway = start.run()) {
      gateway.awaitLine(READY);
      assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  private static String health(String port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      String request = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void startsJavaWithTheMemoryItIsDeliveredWith() throws Exception {
    try (Launched gateway = serve(LAUNCHER, folder.resolve("home"))) {
      gateway.awaitLine(READY);
      assertThat(gateway.commandLine())
          .containsOnlyOnce("-Xmx256m", "-XX:MaxDirectMemorySize=64m")
          .containsSubsequence("io.archway.gateway.Main", "serve", "--home")
          .filteredOn(argument -> argument.startsWith("-Xmx"))
          .hasSize(1);
    }
  }

  /** The JVM takes the last of two; what it took, it tells itself. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void optionsOfTheEnvironmentComeAfterItsOwn() throws Exception {
    Launched.Start start = serving(LAUNCHER, folder.resolve("home"));
    String options = "-Xmx192m -Dsome.option=here -XX:+PrintCommandLineFlags";
    start.environment().put("ARCHWAY_JAVA_OPTS", options);
    try (Launched gateway = start.run()) {
      gateway.awaitLine(READY);
      assertThat(gateway.commandLine())
          .containsSubsequence("-Xmx256m", "-Xmx192m", "-Dsome.option=here", "-cp")
          .contains("-XX:MaxDirectMemorySize=64m");
      assertThat(gateway.output())
          .contains("-XX:MaxHeapSize=" + (192 << 20))
          .contains("-XX:MaxDirectMemorySize=" + (64 << 20));
    }
  }

  @Test
  void startsFromAClassDataArchive() throws Exception {
    try (Launched version = start(LAUNCHER, "--version").run()) {
      assertThat(version.exitCode()).isZero();
    }
    Path state = LAUNCHER.resolveSibling(".archway");
    String current = Files.readString(state.resolve("current")).strip();
    try (Stream<Path> archives = Files.list(state.resolve("run").resolve(current + "/archives"))) {
      assertThat(archives.map(Path::toString))
          .anyMatch(name -> name.endsWith(".jsa"))
          .as("the dump failed and left its log")
          .noneMatch(name -> name.endsWith(".log"));
    }
  }

  @Test
  void aSecondGatewayOnTheSameHomeIsRefused() throws Exception {
    Path home = folder.resolve("home");
    try (Launched first = serve(LAUNCHER, home)) {
      first.awaitLine(READY);
      try (Launched second = serve(LAUNCHER, home)) {
        assertThat(second.exitCode()).isEqualTo(ExitCode.IN_USE.number());
        assertThat(second.output()).contains("data folder in use: " + home);
      }
    }
  }

  @Test
  void settingsInTheEnvironmentAreTakenAndUnknownOnesRefused() throws Exception {
    Launched.Start start = start(LAUNCHER, "serve", "--home", folder.resolve("home").toString());
    start.environment().put("ARCHWAY_DICOM_AE_TITEL", "X");
    try (Launched gateway = start.run()) {
      assertThat(gateway.exitCode()).isEqualTo(ExitCode.SETTINGS.number());
      assertThat(gateway.output()).contains("did you mean ARCHWAY_DICOM_AE_TITLE?");
    }
  }

  @Test
  void worksThroughALinkFromAnotherFolderAndInPathsWithBlanks() throws Exception {
    Path installed = installWithoutSources(folder.resolve("pro gram & files"));
    Path link = Files.createSymbolicLink(folder.resolve("arch way"), installed);
    try (Launched help = start(link, "--version").run()) {
      assertThat(help.exitCode()).isZero();
      assertThat(help.output()).contains("archway ");
    }
    try (Launched gateway = serve(link, folder.resolve("my home"))) {
      gateway.awaitLine(READY);
    }
  }

  @Test
  void javaThatIsMissingOrTooOldIsNamed() throws Exception {
    Path fake = Files.createDirectories(folder.resolve("old-java/bin")).getParent();
    Launched.Start start = start(LAUNCHER, "--version");
    start.environment().put("JAVA_HOME", fake.toString());
    assertRefused(start, "JAVA_HOME is " + fake + ", which has no bin/java");
    Files.createFile(
        fake.resolve("bin/java"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(fake.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
    assertRefused(start, "is version 11.0.2 (expected: 17 or newer)");
  }

  @Test
  void mavenThatIsMissingIsNamedWhenThereIsSomethingToBuild() throws Exception {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path copy =
        Files.copy(LAUNCHER, sources.resolve("archway"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createFile(sources.resolve("pom.xml"));
    Launched.Start start = start(copy, "--version");
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    start.environment().put("PATH", pathWithoutMaven());
    assertRefused(start, "no mvn is on the PATH");
  }

  private static void assertRefused(Launched.Start start, String message) throws Exception {
    try (Launched launched = start.run()) {
      assertThat(launched.exitCode()).isEqualTo(ExitCode.LAUNCHER.number());
      assertThat(launched.output()).contains(message);
    }
  }

  private String pathWithoutMaven() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool :
        new String[] {"dirname", "readlink", "mkdir", "find", "cksum", "cat", "rm"}) {
      Path real =
          Stream.of(System.getenv("PATH").split(File.pathSeparator))
              .map(entry -> Path.of(entry, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Path script = Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    return bin.toString();
  }

  /**
   * A folder as a release has it: the launcher and lib, here copied from what the launcher itself
   * has built.
   */
  private static Path installWithoutSources(Path target) throws Exception {
    try (Launched built = start(LAUNCHER, "--version").run()) {
      assertThat(built.exitCode()).as(built.output()).isZero();
    }
    Path state = LAUNCHER.resolveSibling(".archway");
    Path lib =
        state
            .resolve("run")
            .resolve(Files.readString(state.resolve("current")).strip())
            .resolve("lib");
    Files.createDirectories(target.resolve("lib"));
    try (Stream<Path> jars = Files.list(lib)) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, target.resolve("lib").resolve(jar.getFileName()));
      }
    }
    return Files.copy(LAUNCHER, target.resolve("archway"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private Launched serve(Path launcher, Path home) throws IOException {
    return serving(launcher, home).run();
  }

  private static Launched.Start serving(Path launcher, Path home) {
    return start(
        launcher, "serve", "--home", home.toString(), "--dicom-port", "0", "--http-port", "0");
  }

  private static Launched.Start start(Path launcher, String... arguments) {
    return new Launched.Start(launcher, arguments);
  }
}
