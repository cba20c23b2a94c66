package io.archway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lists in the documents are whole. */
class DocumentListsTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @Test
  void readmeNamesEveryCommand() throws IOException {
    String text = Files.readString(REPOSITORY.resolve("README.md"));
    String commands = text.substring(text.indexOf("## Commands"), text.indexOf("## Options"));
    assertThat(ArchwayCommand.commandLine().getSubcommands().keySet())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(commands).containsPattern("(?m)^  " + name + "( |$)"));
  }

  @Test
  void everyDecisionIsListed() throws IOException {
    String text = Files.readString(REPOSITORY.resolve("docs/README.md"));
    try (Stream<Path> files = Files.list(REPOSITORY.resolve("docs/adr"))) {
      List<String> names = files.map(file -> "(adr/" + file.getFileName() + ")").toList();
      assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(text).contains(name));
    }
  }
}
