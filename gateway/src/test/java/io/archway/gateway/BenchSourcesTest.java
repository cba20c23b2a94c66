package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code bench/} belong to no module; they must compile with what they measure. */
class BenchSourcesTest {
  private static final Path BENCH = Path.of("..", "bench").toAbsolutePath().normalize();

  @TempDir private Path classes;

  @Test
  void everyProgramCompiles() throws Exception {
    List<Path> sources;
    try (Stream<Path> files = Files.list(BENCH)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    assertThat(sources).isNotEmpty();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-d", classes.toString(), "-proc:none", "-cp", classPath()),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
