package io.archway.testdata;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Writes synthetic dental studies as Part 10 files in a tree that a person can read: {@code
 * patient-0001/cbct/01-cbct-slices/0001.dcm}. Objects are made one by one while they are written,
 * so memory does not grow with their number or size.
 */
public final class SampleStudies {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int STL_TRIANGLES = 20_000;

  /** What was written. */
  public record Written(long files, long bytes) {}

  /** An object to be made, and where. */
  private record Planned(String path, Supplier<SampleObject> object) {}

  private SampleStudies() {}

  /**
   * Writes all files below {@code directory}, which is created.
   *
   * @throws java.nio.file.FileAlreadyExistsException rather than overwrite anything
   */
  public static Written write(Path directory, SampleOptions options, SampleProgress progress)
      throws IOException {
    long total = (long) plan(options, 0).size() * options.patients();
    long files = 0;
    long bytes = 0;
    for (int patient = 0; patient < options.patients(); patient++) {
      for (Planned planned : plan(options, patient)) {
        Path file = directory.resolve(planned.path());
        long written = write(file, planned.object().get());
        files++;
        bytes += written;
        progress.written(file, written, files, total);
      }
    }
    return new Written(files, bytes);
  }

  private static long write(Path file, SampleObject object) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            BUFFER_BYTES)) {
      object.writeFile(out);
    }
    return Files.size(file);
  }

  private static List<Planned> plan(SampleOptions options, int patient) {
    String root = String.format(Locale.ROOT, "patient-%04d/", patient + 1);
    List<Planned> plan = new ArrayList<>();
    for (SampleKind kind : SampleKind.values()) {
      if (options.kinds().contains(kind)) {
        plan.addAll(plan(options, kind, patient, root));
      }
    }
    return plan;
  }

  private static List<Planned> plan(
      SampleOptions options, SampleKind kind, int patient, String root) {
    int rows = options.radiographRows();
    SampleStudy cbct = SampleStudy.of(options.seed(), patient, "cbct");
    SampleStudy radiographs = SampleStudy.of(options.seed(), patient, "radiographs");
    SampleStudy documents = SampleStudy.of(options.seed(), patient, "documents");
    return switch (kind) {
      case CBCT_SLICES -> slices(options, cbct, root + "cbct/01-cbct-slices/");
      case CBCT_MULTI_FRAME ->
          one(
              root + "cbct/02-cbct-multi-frame/0001.dcm",
              () ->
                  MultiFrameObjects.craniofacial(
                      cbct, edge(options), edge(options), depth(options)));
      case ENHANCED_CT ->
          one(
              root + "cbct/03-enhanced-ct/0001.dcm",
              () ->
                  MultiFrameObjects.enhancedCt(cbct, edge(options), edge(options), depth(options)));
      case PANORAMIC ->
          List.of(
              new Planned(
                  root + "radiographs/11-panoramic/0001.dcm",
                  () -> RadiographObjects.panoramic(radiographs, rows, false)),
              new Planned(
                  root + "radiographs/12-panoramic-for-processing/0001.dcm",
                  () -> RadiographObjects.panoramic(radiographs, rows, true)));
      case CEPHALOMETRIC ->
          one(
              root + "radiographs/13-cephalometric/0001.dcm",
              () -> RadiographObjects.cephalometric(radiographs, rows));
      case FULL_MOUTH -> fullMouth(radiographs, rows, root + "radiographs/21-full-mouth/");
      case PHOTOGRAPH ->
          one(
              root + "documents/31-photograph/0001.dcm",
              () -> PhotographObjects.photograph(documents, rows));
      case PDF -> one(root + "documents/41-pdf/0001.dcm", () -> DocumentObjects.pdf(documents));
      case STL ->
          one(
              root + "documents/42-stl/0001.dcm",
              () -> DocumentObjects.stl(documents, STL_TRIANGLES));
    };
  }

  private static List<Planned> slices(SampleOptions options, SampleStudy study, String folder) {
    CbctVolume volume = new CbctVolume(study.seed(), edge(options), edge(options), depth(options));
    List<Planned> plan = new ArrayList<>();
    for (int i = 0; i < options.slices(); i++) {
      int index = i;
      plan.add(
          new Planned(
              folder + number(i),
              () -> CbctObjects.slice(study, volume, edge(options), edge(options), index)));
    }
    return plan;
  }

  private static List<Planned> fullMouth(SampleStudy study, int rows, String folder) {
    List<Planned> plan = new ArrayList<>();
    for (int i = 0; i < IntraOralObjects.VIEWS.size(); i++) {
      int index = i;
      plan.add(new Planned(folder + number(i), () -> IntraOralObjects.image(study, rows, index)));
    }
    return plan;
  }

  private static List<Planned> one(String path, Supplier<SampleObject> object) {
    return List.of(new Planned(path, object));
  }

  private static String number(int index) {
    return String.format(Locale.ROOT, "%04d.dcm", index + 1);
  }

  private static int edge(SampleOptions options) {
    return options.sliceRows();
  }

  private static int depth(SampleOptions options) {
    return options.slices();
  }
}
