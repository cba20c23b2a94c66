package io.archway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.gateway.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ArchwayCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<String> commands() {
    return ArchwayCommand.commandLine().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItselfAndItsExitCodes(String command) {
    assertThat(execute(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: archway " + command).contains("Exit codes:");
    ExitCode.list().values().forEach(meaning -> assertThat(out.toString()).contains(meaning));
  }

  @Test
  void anUnknownCommandOrOptionIsRefusedWithTheNearName() {
    assertThat(execute("sevre")).isEqualTo(ExitCode.USAGE.number());
    assertThat(err.toString()).contains("serve").contains("archway --help");
    assertThat(execute("serve", "--dicom-prt", "104")).isEqualTo(ExitCode.USAGE.number());
    assertThat(err.toString()).contains("--dicom-port").contains("archway serve --help");
  }

  @Test
  void theNearestCommandIsNamedAndNoOther() {
    assertThat(execute("sevre")).isEqualTo(ExitCode.USAGE.number());
    assertThat(err.toString()).contains("Did you mean: serve?").doesNotContain("reset");
    assertThat(execute("audit", "verfy")).isEqualTo(ExitCode.USAGE.number());
    assertThat(err.toString()).contains("Did you mean: verify?").contains("archway audit --help");
  }

  @Test
  void noCommandAtAllIsAUsageError() {
    assertThat(execute()).isEqualTo(ExitCode.USAGE.number());
  }

  @Test
  void wrongSettingsOnTheCommandLineEndBeforeAnythingStarts() {
    assertThat(execute("serve", "--dicom-port", "65536", "--http-port", "-1"))
        .isEqualTo(ExitCode.SETTINGS.number());
    assertThat(err.toString())
        .contains("--dicom-port: dicom.port: 65536 (expected: 0 to 65535)")
        .contains("--http-port: http.port: -1 (expected: 0 to 65535)");
  }

  private int execute(String... args) {
    CommandLine commandLine = ArchwayCommand.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
