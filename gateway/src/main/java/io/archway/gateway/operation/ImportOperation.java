package io.archway.gateway.operation;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Apart;
import io.archway.gateway.home.OpenHome;
import io.archway.index.store.Sender;
import io.archway.ingest.file.FileIntake;
import io.archway.ingest.file.FileVerdict;
import io.archway.ingest.file.FolderImport;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Takes a file or a folder tree in, with a line for each file. */
record ImportOperation(Path path) implements Operation {
  @Override
  public boolean makesHome() {
    return true;
  }

  @Override
  public ExitCode run(OpenHome home, Report report) throws IOException, InterruptedException {
    Apart.fromHome(home.folder(), path, ExitCode.USAGE, "import");
    AtomicLong total = new AtomicLong();
    FolderImport.walk(path, file -> total.incrementAndGet());
    Map<FileVerdict.Word, Long> counts = new EnumMap<>(FileVerdict.Word.class);
    AtomicLong done = new AtomicLong();
    new FolderImport(new FileIntake(home.intake(), HeaderReading.LIMITS))
        .run(
            path,
            new Sender("import", "", "", ""),
            verdict -> {
              counts.merge(verdict.word(), 1L, Long::sum);
              report.line(line(verdict));
              report.progress("importing", done.incrementAndGet(), total.get());
            });
    return counts.containsKey(FileVerdict.Word.REFUSED) ? ExitCode.SOME_REFUSED : ExitCode.OK;
  }

  private static String line(FileVerdict verdict) {
    String word = verdict.word().name().toLowerCase(Locale.ROOT);
    return word
        + ": "
        + verdict.file()
        + (verdict.reason().isEmpty() ? "" : " (" + verdict.reason() + ")");
  }
}
