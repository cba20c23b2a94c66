package io.archway.gateway.cli;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.Explanation;
import io.archway.testdata.SampleKind;
import io.archway.testdata.SampleOptions;
import io.archway.testdata.SampleStudies;
import io.archway.testdata.SampleStudies.Written;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Writes synthetic studies: something to try the gateway with that is no patient's. */
@Command(
    name = "sample",
    description = "Writes synthetic dental studies as DICOM files: valid, and nobody's.",
    mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder to write to, made if missing.")
  private Path folder;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Equal seeds and options make equal files (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--patients",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of patients (default: ${DEFAULT-VALUE}).")
  private int patients;

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      converter = KindConverter.class,
      description = {
        "What to make (default: everything): cbct-slices, cbct-multi-frame, enhanced-ct, panoramic,",
        "cephalometric, full-mouth, photograph, pdf, stl; several with commas."
      })
  private List<SampleKind> kinds;

  @Option(
      names = "--full-size",
      description = "Sizes as from real devices: about 500 MB a patient instead of a few MB.")
  private boolean fullSize;

  @Override
  public Integer call() {
    try {
      SampleOptions options = fullSize ? SampleOptions.typical(seed) : SampleOptions.small(seed);
      options = options.withPatients(patients);
      if (kinds != null) {
        options = options.withKinds(EnumSet.copyOf(kinds));
      }
      write(options);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot be written: " + Explanation.text(e), e);
    }
    return ExitCode.OK.number();
  }

  private void write(SampleOptions options) throws IOException {
    AtomicReference<ProgressBar> bar = new AtomicReference<>();
    Written written =
        SampleStudies.write(
            folder,
            options,
            (file, bytes, done, total) -> {
              if (done == 1) {
                bar.set(ProgressBar.of(spec.commandLine(), "writing", total));
              }
              bar.get().advance(1);
            });
    bar.get().close();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d files, %d bytes below %s%n", written.files(), written.bytes(), folder);
    out.flush();
  }

  private static final class KindConverter implements ITypeConverter<SampleKind> {
    @Override
    public SampleKind convert(String text) {
      return Arrays.stream(SampleKind.values())
          .filter(kind -> nameOf(kind).equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException(text + " (expected: " + names() + ")"));
    }

    private static String nameOf(SampleKind kind) {
      return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String names() {
      return Arrays.stream(SampleKind.values())
          .map(KindConverter::nameOf)
          .collect(Collectors.joining(", "));
    }
  }
}
