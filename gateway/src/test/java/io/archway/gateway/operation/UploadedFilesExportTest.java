package io.archway.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.index.medium.UploadedFile;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.NamedPatient;
import io.archway.index.store.LargeObject;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Sha256;
import io.archway.index.store.StoreException;
import io.archway.ingest.file.OtherFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploaded files leave under names that only we make, in the folders of their patients. */
class UploadedFilesExportTest {
  private static final byte[] LETTER = "%PDF-1.7 a letter".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SCAN = "solid scan".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;
  private final Lines report = new Lines();
  private Settings settings;

  @BeforeEach
  void keepFiles() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
            .load();
    try (OpenHome open = OpenHome.open(settings, Home.open(folder.resolve("home")))) {
      keep(open, "../../evil.exe", "application/pdf", "Doe^J", LETTER);
      keep(open, "scan.stl", "model/stl", "Roe^R", SCAN);
      open.database().force(open.database().setbacks());
    }
  }

  private static void keep(
      OpenHome open, String name, String mediaType, String patient, byte[] content)
      throws Exception {
    ObjectStore store = open.store();
    long organization =
        open.database()
            .read(handle -> handle.attach(OrganizationDao.class).list().get(0).organizationKey());
    long office =
        open.database()
            .read(
                handle ->
                    handle
                        .attach(OrganizationDao.class)
                        .defaultOfficeKey(organization)
                        .orElseThrow());
    NamedPatient whose =
        new NamedPatient(
            "issuer:A", patient.substring(0, 1) + "../1", "A", patient, LocalDate.EPOCH, null);
    OtherFiles files =
        new OtherFiles(open.intake(), store, open.database(), InstantSource.system(), 1 << 20);
    Sha256 sha256 = Sha256.of(MessageDigest.getInstance("SHA-256").digest(content));
    try (LargeObject written = store.newLargeObject()) {
      written.write(ByteBuffer.wrap(content));
      OtherFiles.Kept kept =
          files.keep(
              organization,
              new UploadedFile(name, mediaType, office, whose, 0, null),
              sha256,
              new Whole(written));
      assertThat(kept.verdict().isKept()).isTrue();
    }
  }

  private record Whole(LargeObject alone) implements OtherFiles.Written {
    @Override
    public long length() {
      return alone.length();
    }

    @Override
    public int read(ByteBuffer to, long position) throws StoreException {
      return alone.read(to, position);
    }
  }

  private ExitCode export(Path target, String patientId, String study, String layout)
      throws Exception {
    return new OperationRunner(folder.resolve("home"), settings)
        .run(List.of("export", target.toString(), patientId, study, "", layout, ""), report);
  }

  private static List<Path> files(Path target) throws IOException {
    try (Stream<Path> all = Files.walk(target)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void eachIsInTheFolderOfItsPatientByItsRealType() throws Exception {
    Path target = folder.resolve("out");
    assertThat(export(target, "", "", "")).isEqualTo(ExitCode.OK);
    List<Path> files = files(target);
    assertThat(files).hasSize(2).allMatch(file -> file.startsWith(target));
    assertThat(target.relativize(files.get(0)).toString())
        .matches("Doe J \\(D.. 1\\) [0-9]+/[0-9-]{10} file [0-9]+\\.pdf");
    assertThat(files.get(1).toString()).endsWith(".stl").doesNotContain("scan");
    assertThat(files.get(0)).hasBinaryContent(LETTER);
    assertThat(files.get(1)).hasBinaryContent(SCAN);
    assertThat(report.lines()).contains("0 studies, 2 files");
    assertThat(export(target, "", "", "")).isEqualTo(ExitCode.OK);
    assertThat(files(target)).isEqualTo(files);
  }

  @Test
  void onlyThoseThatAreAskedFor() throws Exception {
    Path target = folder.resolve("out");
    assertThat(export(target, "D../1", "", "")).isEqualTo(ExitCode.OK);
    assertThat(files(target)).hasSize(1);
    Path none = folder.resolve("none");
    assertThat(export(none, "", "1.2.3", "")).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(export(none, "D../1", "", "dicomdir")).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(none).doesNotExist();
  }
}
