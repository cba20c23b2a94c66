package io.archway.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes files into a home, whether a gateway runs on it or not. */
@Command(
    name = "import",
    description = {
      "Takes DICOM files into the data folder.",
      "A file, or a folder with all below it, also a DICOMDIR medium. Works beside a running gateway."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Parameters(paramLabel = "DIR", description = "File or folder to take in.")
  private Path path;

  @Override
  public Integer call() throws Exception {
    Path existing = homeOptions.existing(path);
    return homeOptions.run(spec.commandLine(), List.of("import", existing.toString()));
  }
}
