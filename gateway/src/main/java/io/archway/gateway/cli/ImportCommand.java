package io.archway.gateway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
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
      "Files, folders with all below them, and media: a folder that is one, or its DICOMDIR. Every",
      "file has its line: stored, duplicate, conflicting, quarantined, skipped or refused; the last",
      "line sums up. In a folder what is no DICOM object is passed over; a file that is named and is",
      "none ends with 7, as does a refused or unreadable one. Where no DICOM object was found at all",
      "it ends with 10. Works beside a running gateway."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders to take in.")
  private List<Path> paths;

  @Override
  public Integer call() throws Exception {
    List<String> request = new ArrayList<>(List.of("import"));
    paths.forEach(path -> request.add(homeOptions.existing(path).toString()));
    return homeOptions.run(spec.commandLine(), request);
  }
}
