package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the launcher builds, and what it leaves alone meanwhile: the repository's own script over a
 * program of two classes, and a Maven that counts its calls.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherBuildIT {
  private static final Path LAUNCHER = Path.of("..", "archway").toAbsolutePath().normalize();

  /** Says which one it is, and loads its other class when it is told to. */
  private static final String PROGRAM =
      """
      package io.archway.gateway;

      public final class Main {
        public static void main(String[] args) throws Exception {
          System.out.println("this is %s");
          if (args[0].equals("wait")) {
            System.in.read();
            System.out.println(Late.text());
          }
        }
      }

      final class Late {
        static String text() {
          return "still %<s";
        }
      }
      """;

  /** While there is a file "hold" it waits with its build; it writes a line for each call. */
  private static final String MAVEN =
      """
      #!/bin/sh
      here=$(dirname "$0")
      echo "$*" >>"$here/calls"
      while [ -f "$here/hold" ]; do sleep 0.05; done
      for argument; do
        case $argument in -Darchway.out=*) out=${argument#*=} ;; esac
      done
      mkdir -p "$out/lib" "$out/classes" || exit
      "$JAVA_HOME/bin/javac" -d "$out/classes" gateway/src/main/java/Main.java || exit
      "$JAVA_HOME/bin/jar" --create --file "$out/lib/program.jar" -C "$out/classes" .
      """;

  @TempDir private Path folder;
  private Path launcher;
  private Path source;
  private Path bin;

  @BeforeEach
  void copy() throws IOException {
    Path app = Files.createDirectories(folder.resolve("app"));
    launcher = Files.copy(LAUNCHER, app.resolve("archway"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createFile(app.resolve("pom.xml"));
    Files.createDirectories(app.resolve("conf"));
    source = Files.createDirectories(app.resolve("gateway/src/main/java")).resolve("Main.java");
    Files.createFile(app.resolve("gateway/pom.xml"));
    write("one");
    bin = Files.createDirectories(folder.resolve("bin"));
    Path maven = Files.writeString(bin.resolve("mvn"), MAVEN);
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void buildsOnceForEachChangeOfASource() throws Exception {
    assertRuns("one", 1);
    assertRuns("one", 1);
    Files.writeString(launcher.resolveSibling("conf/archway.yaml"), "dicom:\n");
    assertRuns("one", 1);
    write("two");
    assertRuns("two", 2);
    Path other = Files.writeString(source.resolveSibling("Other.java"), "");
    assertRuns("two", 3);
    Files.delete(other);
    assertRuns("two", 4);
    assertRuns("two", 4);
  }

  /** As tar and rsync -a bring it. */
  @Test
  void buildsForASourceThatComesWithAnOlderTime() throws Exception {
    assertRuns("one", 1);
    write("two");
    Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
    assertRuns("two", 2);
    assertRuns("two", 2);
  }

  @Test
  void buildsAgainAfterABuildThatFailed() throws Exception {
    Files.writeString(source, "no Java");
    try (Launched failed = start("once").run()) {
      assertThat(failed.exitCode()).isEqualTo(ExitCode.LAUNCHER.number());
      assertThat(failed.output()).contains("the build failed");
    }
    write("one");
    assertRuns("one", 2);
  }

  @Test
  void twoStartsAtOnceBuildOnce() throws Exception {
    Path hold = Files.createFile(bin.resolve("hold"));
    try (Launched first = start("once").run()) {
      first.awaitLine("building, since sources are newer");
      try (Launched second = start("once").run()) {
        second.awaitLine("another start is building, waiting for it");
        Files.delete(hold);
        assertThat(first.exitCode()).isZero();
        assertThat(second.exitCode()).isZero();
        assertThat(first.output()).contains("this is one");
        assertThat(second.output()).contains("this is one");
      }
    }
    assertThat(builds()).isEqualTo(1);
  }

  /** Its classes come from its own copy, which stays while it runs and goes later. */
  @Test
  void whatRunsIsNotDisturbedByBuildsBesideIt() throws Exception {
    assertRuns("one", 1);
    Path ended = onlyCopy();
    write("two");
    try (Launched running = start("wait").run()) {
      running.awaitLine("this is two");
      write("three");
      assertRuns("three", 3);
      for (Path copy : copies()) {
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minus(Duration.ofMinutes(10))));
      }
      write("four");
      assertRuns("four", 4);

      assertThat(copies()).as("of the one that ended").doesNotContain(ended);
      assertThat(copies()).as("of the running one and the newest").hasSize(2);
      running.enter("go on");
      assertThat(running.exitCode()).isZero();
      assertThat(running.output()).contains("still two");
    }
  }

  private void assertRuns(String version, int builds) throws Exception {
    try (Launched once = start("once").run()) {
      assertThat(once.exitCode()).as(once.output()).isZero();
      assertThat(once.output()).contains("this is " + version);
    }
    assertThat(builds()).isEqualTo(builds);
  }

  private void write(String version) throws IOException {
    Files.writeString(source, PROGRAM.formatted(version));
  }

  /** Without the question which version it is. */
  private long builds() throws IOException {
    return Files.readAllLines(bin.resolve("calls")).stream()
        .filter(call -> call.endsWith(" package"))
        .count();
  }

  private Path onlyCopy() throws IOException {
    assertThat(copies()).hasSize(1);
    return copies().get(0);
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> copies = Files.list(launcher.resolveSibling(".archway/run"))) {
      return copies.toList();
    }
  }

  private Launched.Start start(String what) {
    Launched.Start start = new Launched.Start(launcher, what);
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    start.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
    return start;
  }
}
