package io.archway.dicom.dict;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.TransferSyntax;
import java.io.File;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * When the registries are read: in classes loaded anew, by a loader that notes the resources which
 * are asked for.
 */
class LazyRegistriesTest {
  private static final String ELEMENTS = "elements.tsv";
  private static final String UIDS = "uids.tsv";

  /** What is done with the classes that were loaded anew. */
  public static final class Steps {
    private Steps() {}

    public static void constants() {
      check(Tag.isPrivate(Tag.PATIENT_NAME) || Vr.PN.name().isEmpty() || Uids.VERIFICATION == null);
    }

    public static void explicitDataSet() {
      DataSet written =
          new DataSet()
              .put(Tag.PATIENT_NAME, Vr.PN, "Doe^J")
              .putItems(
                  Tag.REFERENCED_STUDY_SEQUENCE,
                  new DataSet().put(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, "1.2.3"))
              .putInts(Tag.ROWS, Vr.US, 512);
      TransferSyntax explicit = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
      DataSet read = DataSets.read(DataSetWriter.toBytes(written, explicit), explicit);
      check(!read.string(Tag.PATIENT_NAME).equals("Doe^J") || read.integer(Tag.ROWS) != 512);
    }

    public static void implicitDataSet() {
      TransferSyntax implicit = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
      DataSet written = new DataSet().putInts(Tag.ROWS, Vr.US, 512);
      DataSet read = DataSets.read(DataSetWriter.toBytes(written, implicit), implicit);
      check(read.integer(Tag.ROWS) != 512);
    }

    public static void keyword() {
      check(Dictionary.entry("PatientName").tag() != Tag.PATIENT_NAME);
    }

    public static void uidName() {
      check(UidRegistry.entry(Uids.VERIFICATION) == null);
    }

    private static void check(boolean wrong) {
      if (wrong) {
        throw new AssertionError();
      }
    }
  }

  private static final class NotingLoader extends URLClassLoader {
    private final List<String> asked = new ArrayList<>();

    NotingLoader() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      if (name.endsWith(".tsv")) {
        asked.add(name.substring(name.lastIndexOf('/') + 1));
      }
      return super.getResourceAsStream(name);
    }

    void run(String step) throws Exception {
      loadClass(Steps.class.getName()).getMethod(step).invoke(null);
    }

    private static URL[] classPath() {
      return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(NotingLoader::url)
          .toArray(URL[]::new);
    }

    private static URL url(String entry) {
      try {
        return Path.of(entry).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(entry, e);
      }
    }
  }

  @Test
  void elementsAreReadAtTheFirstQuestionThatNeedsThem() throws Exception {
    try (NotingLoader fresh = new NotingLoader()) {
      fresh.run("constants");
      assertThat(fresh.asked).isEmpty();
      fresh.run("explicitDataSet");
      assertThat(fresh.asked).doesNotContain(ELEMENTS);
      fresh.run("implicitDataSet");
      fresh.run("keyword");
      fresh.run("implicitDataSet");
      assertThat(fresh.asked).containsOnlyOnce(ELEMENTS);
    }
  }

  @Test
  void uidsAreReadAtTheFirstQuestionThatNeedsThem() throws Exception {
    try (NotingLoader fresh = new NotingLoader()) {
      fresh.run("keyword");
      assertThat(fresh.asked).containsExactly(ELEMENTS);
      fresh.run("uidName");
      fresh.run("explicitDataSet");
      assertThat(fresh.asked).containsExactly(ELEMENTS, UIDS);
    }
  }
}
