package io.archway.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes patients of another system into a home, whether a gateway runs on it or not. */
@Command(
    name = "import-patients",
    description = {
      "Makes and changes patients by the rows of a CSV file.",
      "The file is in UTF-8, and its first row names the columns: first_name, last_name, "
          + "external_id or legacy_id, and any other member of a patient of the patients family. "
          + "Who is known is found by the id, so that the same file again changes nothing; an "
          + "empty cell says nothing. The whole file is looked at first: what is wrong with a row "
          + "has its line, and the row is left out. With rows left out it ends with 7. Works "
          + "beside a running gateway."
    },
    mixinStandardHelpOptions = true)
final class ImportPatientsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Parameters(paramLabel = "FILE", description = "CSV file of patients.")
  private Path file;

  @Option(names = "--preview", description = "Only say what would be done.")
  private boolean preview;

  @Option(
      names = "--organization",
      paramLabel = "SLUG",
      defaultValue = "",
      description = "Whose patients they are; needed where there are several organizations.")
  private String organization;

  @Override
  public Integer call() throws Exception {
    return homeOptions.run(
        spec.commandLine(),
        List.of(
            "import-patients",
            homeOptions.existing(file).toString(),
            preview ? "preview" : "import",
            organization));
  }
}
