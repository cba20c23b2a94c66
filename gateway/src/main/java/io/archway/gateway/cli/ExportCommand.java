package io.archway.gateway.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what a home holds as files that any other program reads. */
@Command(
    name = "export",
    description = {
      "Writes DICOM files into folders by patient, study and series.",
      "The folders have names that people can read, and hold uploaded photos and documents "
          + "of their patients too. With --dicomdir it writes a medium that other programs open "
          + "by its DICOMDIR: names are numbers then, and INDEX.CSV beside it says whose file is "
          + "which; it holds DICOM only. What is there already stays, so that an export can be "
          + "repeated. Where --patient or --study matches nothing it ends with 10; with 7 where a "
          + "file was left out, since it cannot carry its corrected patient. Works beside"
          + " a running gateway."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Parameters(paramLabel = "DIR", description = "Folder to write to, made if missing.")
  private Path target;

  @Option(
      names = "--patient",
      paramLabel = "ID",
      defaultValue = "",
      description = "Only patients with this Patient ID.")
  private String patientId;

  @Option(
      names = "--study",
      paramLabel = "UID",
      defaultValue = "",
      description = "Only the study with this Study Instance UID.")
  private String studyInstanceUid;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description =
          "Only studies of which something arrived on this day (UTC) or later: 2026-01-31.")
  private LocalDate since;

  @Option(
      names = "--dicomdir",
      description = "Write a DICOMDIR, and files under names that it can hold (PS3.10).")
  private boolean dicomdir;

  @Option(
      names = "--raw",
      description =
          "Write files as received, also where the patient was merged or corrected since. Without"
              + " it they carry the patient as known now, and in Original Attributes Sequence what"
              + " was received.")
  private boolean raw;

  @Override
  public Integer call() throws Exception {
    return homeOptions.run(
        spec.commandLine(),
        List.of(
            "export",
            homeOptions.target(target).toString(),
            patientId,
            studyInstanceUid,
            since == null ? "" : since.toString(),
            dicomdir ? "dicomdir" : "",
            raw ? "raw" : ""));
  }
}
