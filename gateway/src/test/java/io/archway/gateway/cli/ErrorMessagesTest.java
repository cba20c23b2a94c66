package io.archway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Whatever is wrong, a command says so in a sentence with what was expected, and ends with the exit
 * code of its kind; it never shows what only its programmers understand.
 */
class ErrorMessagesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(folder.resolve("file"), "x");
    Files.createDirectory(folder.resolve("empty"));
    Files.write(folder.resolve("a.dcm"), Samples.tiny(1).fileBytes());
    write("syntax.yaml", "dicom:\n  port: [1\n");
    write("unknown.yaml", "dicom:\n  prt: 1\n");
    write("two.yaml", "dicom:\n  prt: 1\n  prot: 2\n");
    write("postgres.yaml", "index:\n  url: jdbc:postgresql://localhost:1/x\n");
    write("watch.yaml", "ingest:\n  watch: [" + folder.resolve("nosuch") + "]\n");
    write("tls.yaml", "http:\n  tls:\n    enabled: true\n    keyStore: nosuch.p12\n");
    write("store.yaml", "dicom:\n  tls:\n    enabled: true\n    keyStore: %s\n");
    write("password.yaml", "admin:\n  password: x\n");
    write("secret.yaml", "admin:\n  passwordFile: nosuch\n");
    write("log.yaml", "log:\n  configuration: nosuch.xml\n");
    write("host.yaml", "dicom:\n  bindAddress: nosuch.invalid\n");
    write("address.yaml", "dicom:\n  bindAddress: 203.0.113.7\n");
    Files.write(folder.resolve("latin.yaml"), "# é".getBytes(StandardCharsets.ISO_8859_1));
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("archway-backup.txt"), "archway backup 1\nindex \nxyz\n");
    Path escaping = Files.createDirectory(folder.resolve("escaping"));
    Files.writeString(
        escaping.resolve("archway-backup.txt"), "archway backup 1\nindex \n5 log/../../file\n");
    Path broken = Files.createDirectories(folder.resolve("broken/store/index"));
    Files.writeString(broken.resolve("archway.mv.db"), "no database".repeat(1_000));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text.formatted(folder.resolve("file")));
  }

  /** The folder of the test stands as {@code ~}; of the message there is what must be in it. */
  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(ExitCode.USAGE, "yesterday (expected: a date", "export", "~/o", "--since=yesterday"),
        wrong(
            ExitCode.USAGE, "2026-02-30 (expected: a date", "export", "~/o", "--since=2026-02-30"),
        wrong(ExitCode.USAGE, "'DIR'", "export"),
        wrong(ExitCode.USAGE, "~/file is a file (expected: a folder)", "export", "~/file"),
        wrong(ExitCode.USAGE, "~/file is a file (expected: a folder)", "backup", "~/file"),
        wrong(
            ExitCode.USAGE,
            "--home: ~/no (expected: a data folder",
            "export",
            "~/o",
            "--home=~/no"),
        wrong(ExitCode.USAGE, "foo (expected: TITLE@HOST:PORT", "echo", "--to=foo"),
        wrong(ExitCode.USAGE, "A@b:99999 (expected: TITLE@HOST", "echo", "--to=A@b:99999"),
        wrong(ExitCode.USAGE, "nothing (expected: 1 to 16 char", "echo", "--from="),
        wrong(ExitCode.USAGE, "ABCDEFGHIJKLMNOPQ (expected: 1", "echo", "--from=ABCDEFGHIJKLMNOPQ"),
        wrong(ExitCode.PEER, "A@localhost:1: no connection: refused", "echo", "--to=A@localhost:1"),
        wrong(ExitCode.PEER, "unknown host nosuch.invalid", "echo", "--to=A@nosuch.invalid:104"),
        wrong(ExitCode.PEER, "no connection: refused", "send", "--to=A@localhost:1", "~/a.dcm"),
        wrong(ExitCode.USAGE, "~/nosuch: no such file or folder", "send", "~/nosuch"),
        wrong(ExitCode.USAGE, "'FILES'", "send"),
        wrong(ExitCode.NOTHING_FOUND, "", "send", "~/empty"),
        wrong(ExitCode.USAGE, "~/file is a file (expected: a folder)", "check", "--home=~/file"),
        wrong(ExitCode.USAGE, "(expected: a data folder that a", "check", "--home=~/nosuch"),
        wrong(
            ExitCode.USAGE, "~/file is a file (expected: a", "import", "--home=~/file", "~/a.dcm"),
        wrong(ExitCode.FAILED, "~/file", "import", "--home=~/file/x", "~/a.dcm"),
        wrong(ExitCode.USAGE, "~/nosuch: no such file", "import", "--home=~/h", "~/nosuch"),
        wrong(ExitCode.USAGE, "nothing (expected: a path)", "import", "--home=~/h", ""),
        wrong(ExitCode.USAGE, "'PATH'", "import", "--home=~/h"),
        wrong(ExitCode.NOTHING_FOUND, "", "import", "--home=~/h", "~/empty"),
        wrong(ExitCode.SETTINGS, "~/no.yaml: cannot be read: no such", "check", "--conf=~/no.yaml"),
        wrong(ExitCode.SETTINGS, "Is a directory", "check", "--conf=~/empty"),
        wrong(ExitCode.USAGE, "~/empty: holds no backup", "restore", "--home=~/h", "~/empty"),
        wrong(
            ExitCode.USAGE,
            "~/file is a file (expected: a folder)",
            "restore",
            "--home=~/h",
            "~/file"),
        wrong(ExitCode.USAGE, "~/nosuch: no such file", "restore", "--home=~/h", "~/nosuch"),
        wrong(ExitCode.USAGE, "~/file is a file", "restore", "--home=~/file", "~/empty"),
        wrong(ExitCode.FAILED, "backup.txt: damaged", "restore", "--home=~/h", "~/damaged"),
        wrong(ExitCode.FAILED, "backup.txt: damaged", "restore", "--home=~/h", "~/escaping"),
        wrong(ExitCode.USAGE, "(expected: a data folder that a", "reindex", "--home=~/nosuch"),
        wrong(ExitCode.USAGE, "~/file is a file", "reindex", "--home=~/file"),
        wrong(ExitCode.FAILED, "archway reindex builds a new one", "check", "--home=~/broken"),
        wrong(ExitCode.FAILED, "~/file/patient-0001", "sample", "~/file"),
        wrong(ExitCode.USAGE, "x (expected: a whole number)", "sample", "--patients=x", "~/o"),
        wrong(ExitCode.USAGE, "0 (expected: 1 to 1000000)", "sample", "--patients=0", "~/o"),
        wrong(ExitCode.USAGE, "x (expected: a whole number)", "sample", "--seed=x", "~/o"),
        wrong(ExitCode.USAGE, "foo (expected: cbct-slices,", "sample", "--kinds=foo", "~/o"),
        wrong(ExitCode.USAGE, "x (expected: a whole number)", "serve", "--dicom-port=x"),
        serve(
            ExitCode.SETTINGS,
            "syntax.yaml:2: while parsing a flow sequence: expected ','",
            "syntax"),
        serve(ExitCode.SETTINGS, "1 error in the settings", "unknown"),
        serve(ExitCode.SETTINGS, "2 errors in the settings", "two"),
        serve(ExitCode.SETTINGS, "latin.yaml: cannot be read: it is no text in UTF-8", "latin"),
        serve(ExitCode.FAILED, "PostgreSQL cannot be used (index.url): Connection to", "postgres"),
        serve(ExitCode.SETTINGS, "ingest.watch: ~/nosuch (expected: a folder)", "watch"),
        serve(ExitCode.SETTINGS, "http.tls.keyStore: nosuch.p12: no such file", "tls"),
        serve(ExitCode.SETTINGS, "dicom.tls.keyStore: ~/file (expected: a PKCS #12", "store"),
        serve(ExitCode.SETTINGS, "(expected: 8 to 255 characters", "password"),
        serve(ExitCode.SETTINGS, "passwordFile: nosuch cannot be read: no such file", "secret"),
        serve(ExitCode.SETTINGS, "log.configuration: nosuch.xml (expected: a file", "log"),
        serve(ExitCode.SETTINGS, "dicom.bindAddress: nosuch.invalid is unknown", "host"),
        serve(ExitCode.IN_USE, "203.0.113.7 (dicom.bindAddress) (expected:", "address"));
  }

  private static Arguments wrong(ExitCode exitCode, String message, String... command) {
    return Arguments.of(exitCode, message, command);
  }

  private static Arguments serve(ExitCode exitCode, String message, String conf) {
    return wrong(
        exitCode,
        message,
        "serve",
        "--home=~/home",
        "--conf=~/" + conf + ".yaml",
        "--dicom-port=0",
        "--http-port=0");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("wrong")
  void whatIsWrongIsSaidInASentence(ExitCode exitCode, String message, String[] command) {
    String[] arguments = command.clone();
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = arguments[i].replace("~", folder.toString());
    }
    assertThat(execute(arguments)).as(err.toString()).isEqualTo(exitCode.number());
    assertThat(err.toString()).contains(message.replace("~", folder.toString()));
    assertUnderstandable();
  }

  @Test
  void aPortInUseIsNamedWithItsSetting() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      String port = "--dicom-port=" + other.getLocalPort();
      String home = "--home=" + folder.resolve("home");
      assertThat(execute("serve", home, port, "--http-port=0")).isEqualTo(ExitCode.IN_USE.number());
      assertThat(err.toString())
          .contains(
              "(dicom.port): cannot listen (expected: a port that is free and that this user may open)");
      assertUnderstandable();
    }
  }

  @Test
  void aDataFolderThatIsHeldByWhoeverDoesNotListenIsInUse() throws IOException {
    Path home = folder.resolve("home");
    Home held = Home.open(home);
    try {
      assertThat(execute("check", "--home=" + home)).isEqualTo(ExitCode.IN_USE.number());
      assertThat(err.toString()).contains("data folder in use: ");
      Files.writeString(home.resolve("control"), "no\nport\n");
      assertThat(execute("check", "--home=" + home)).isEqualTo(ExitCode.IN_USE.number());
      Files.writeString(home.resolve("control"), "1\ntoken\n");
      assertThat(execute("check", "--home=" + home)).isEqualTo(ExitCode.FAILED.number());
      assertThat(err.toString()).contains("gave the command up; its log says why");
      assertUnderstandable();
    } finally {
      held.close();
    }
  }

  private void assertUnderstandable() {
    assertThat(err.toString() + out)
        .doesNotContain("Exception", "\tat ", "java.", "io.archway", "null", "Settings[")
        .doesNotContainPattern("\\bclass [a-z]+\\.");
  }

  private int execute(String... args) {
    CommandLine commandLine = ArchwayCommand.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
