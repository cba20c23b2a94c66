package io.archway.ingest.file;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.DicomDirectory;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.DirectoryFile;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Head;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The files of a DICOM medium by its DICOMDIR (PS3.10 8). Any thread. */
public final class MediumFiles {
  private static final String COMPONENT = "[A-Za-z0-9_ -]{1,64}(\\.[A-Za-z0-9_ -]{1,64})?";

  private MediumFiles() {}

  /** Whether a file is a DICOMDIR; false also for what cannot be read. */
  public static boolean isDirectory(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return isDirectory(Part10Reader.open(in).head());
    } catch (IOException | DicomParseException e) {
      return false;
    }
  }

  static boolean isDirectory(Part10Head head) {
    return Uids.MEDIA_STORAGE_DIRECTORY_STORAGE.equals(
        head.meta().string(Tag.MEDIA_STORAGE_SOP_CLASS_UID));
  }

  /**
   * The files that it names, in its order, below the folder that it lies in; they need not be
   * there.
   *
   * @throws IOException if it cannot be read, is no DICOMDIR, or names a file elsewhere
   */
  public static List<Path> of(Path directory) throws IOException {
    Path folder = directory.toAbsolutePath().getParent();
    List<Path> files = new ArrayList<>();
    for (DirectoryFile each : DicomDirectory.files(read(directory))) {
      files.add(resolve(folder, each.fileId()));
    }
    return files;
  }

  private static DataSet read(Path directory) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(directory))) {
      Part10Input input = Part10Reader.open(in);
      return DataSets.read(input.dataSet(), input.head().transferSyntax(), ParseLimits.DEFAULT);
    } catch (DicomParseException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Many systems show the upper-case names of a CD in lower case. */
  private static Path resolve(Path folder, List<String> fileId) throws IOException {
    Path file = folder;
    for (String component : fileId) {
      if (!component.matches(COMPONENT)) {
        throw new IOException("a file ID is no path below the DICOMDIR");
      }
      Path lower = file.resolve(component.toLowerCase(Locale.ROOT));
      Path exact = file.resolve(component);
      file = Files.exists(lower) && !Files.exists(exact) ? lower : exact;
    }
    return file;
  }
}
