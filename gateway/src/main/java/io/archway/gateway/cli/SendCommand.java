package io.archway.gateway.cli;

import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.dict.Uids;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.Explanation;
import io.archway.gateway.transfer.DicomFiles;
import io.archway.gateway.transfer.FileSender;
import io.archway.gateway.transfer.OutgoingFile;
import io.archway.gateway.transfer.Sending;
import io.archway.gateway.transfer.Sending.Verdict;
import io.archway.index.disk.FailureReason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** C-STORE as user: sends files to another application, with a verdict for each. */
@Command(
    name = "send",
    description = "Sends DICOM files, or all below folders, to another application (C-STORE).",
    mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PeerOptions peerOptions;

  @Parameters(arity = "1..*", paramLabel = "FILES", description = "Files and folders to send.")
  private List<Path> named;

  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  @Override
  public Integer call() {
    List<Path> paths = paths();
    List<OutgoingFile> files = new ArrayList<>();
    try (ProgressBar bar = ProgressBar.of(spec.commandLine(), "reading", paths.size())) {
      paths.forEach(path -> read(path, files, bar));
    }
    long total = files.stream().mapToLong(OutgoingFile::dataSetBytes).sum();
    try (ProgressBar bar = ProgressBar.of(spec.commandLine(), "sending", total)) {
      new FileSender(peerOptions.settings(), sending -> tell(sending, bar), bar::advance)
          .send(files);
    } catch (IOException e) {
      throw peerOptions.failure(e);
    }
    return exitCode().number();
  }

  private List<Path> paths() {
    try {
      return DicomFiles.below(named);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.USAGE, Explanation.text(e), e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot be read: " + Explanation.text(e), e);
    }
  }

  private void read(Path path, List<OutgoingFile> files, ProgressBar bar) {
    try {
      OutgoingFile file = OutgoingFile.read(path);
      if (file.sopClassUid().equals(Uids.MEDIA_STORAGE_DIRECTORY_STORAGE)) {
        tell(new Sending(path, Verdict.SKIPPED, "a DICOMDIR"), bar);
      } else {
        files.add(file);
      }
    } catch (DicomParseException e) {
      tell(new Sending(path, Verdict.NOT_SENT, e.getMessage()), bar);
    } catch (IOException e) {
      String reason = "cannot be read: " + FailureReason.of(e);
      tell(new Sending(path, Verdict.NOT_SENT, reason), bar);
    }
    bar.advance(1);
  }

  private void tell(Sending sending, ProgressBar bar) {
    counts.merge(sending.verdict(), 1, Integer::sum);
    bar.line(sending.line());
  }

  private ExitCode exitCode() {
    if (counts.isEmpty() || counts.keySet().equals(Set.of(Verdict.SKIPPED))) {
      return ExitCode.NOTHING_FOUND;
    }
    return counts.keySet().stream().anyMatch(Verdict::isFailure)
        ? ExitCode.SOME_REFUSED
        : ExitCode.OK;
  }
}
