package io.archway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** What README and docs/README.md list is all that there is. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void theCommandsAreThoseOfTheHelp() throws IOException {
    CommandLine program = ArchwayCommand.commandLine();
    program.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    assertThat(read("README.md"))
        .contains("## Commands\n\n```\n" + lines(program.getHelp().commandList()) + "```\n");
  }

  @Test
  void everyDecisionIsListedOnceByItsNumberAndTitle() throws IOException {
    List<String> listed =
        read("docs/README.md").lines().filter(line -> line.contains("](adr/")).toList();
    try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/adr"))) {
      assertThat(listed)
          .containsExactlyElementsOf(decisions.sorted().map(ReadmeTest::entry).toList());
    }
  }

  @Test
  void noTwoDecisionsShareANumber() throws IOException {
    try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/adr"))) {
      assertThat(decisions.map(file -> file.getFileName().toString().substring(0, 4)))
          .doesNotHaveDuplicates();
    }
  }

  /** Its heading is its number and its title. */
  private static String entry(Path decision) {
    String file = decision.getFileName().toString();
    int number = Integer.parseInt(file.substring(0, 4));
    String heading = read("docs/adr/" + file).lines().findFirst().orElse("");
    assertThat(heading).startsWith("# %d. ".formatted(number));
    String title = heading.substring(heading.indexOf(". ") + 2);
    return "- %d: [%s](adr/%s)".formatted(number, title, file);
  }

  private static String read(String file) {
    try {
      return lines(Files.readString(ROOT.resolve(file)));
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n");
  }
}
