package io.archway.http.patients;

import io.archway.http.access.Actor;
import io.archway.http.contact.PhoneNumbers;
import io.archway.index.access.Visibility;
import io.archway.index.audit.Auditor;
import io.archway.index.database.Database;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** Imports a CSV file of patients from the command line. */
public record PatientFile(
    Database database, long organizationKey, PhoneNumbers phones, int maxRows) {

  private static final int PIECE = 64 * 1024;

  /**
   * @param preview whether nothing is changed
   * @param progress told the bytes that are done
   * @throws CsvFileException where the file cannot be read any further; rows before it are imported
   */
  public ImportSummary read(Path file, boolean preview, LongConsumer progress) throws IOException {
    PatientImport.Task task =
        new PatientImport.Task(
            handle -> new Actor(organizationKey, null, Visibility.ALL),
            Auditor.command(organizationKey, "import-patients"),
            preview,
            maxRows);
    PatientImport work = new PatientImport(database, phones, InstantSource.system(), task);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      long done = 0;
      while (channel.read(piece) >= 0) {
        done += piece.flip().remaining();
        work.accept(piece);
        piece.clear();
        progress.accept(done);
      }
      return work.end();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
