package io.archway.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patients of another system come in by a file, each once, and stay through a reindex. */
class ImportPatientsTest {
  private static final int PATIENTS = 1_500;

  @TempDir private Path folder;
  private final Lines report = new Lines();
  private Settings settings;
  private Path home;

  @BeforeEach
  void load() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
            .load();
    home = folder.resolve("home");
    OpenHome.open(settings, Home.open(home)).close();
  }

  private Path file(String rows) throws Exception {
    Path file = folder.resolve("patients.csv");
    Files.writeString(file, "first_name,last_name,external_id,phone\n" + rows);
    return file;
  }

  private static String many() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < PATIENTS; i++) {
      rows.append("Maria,Hoxha%1$d,E%1$d,+35569%1$07d\n".formatted(i));
    }
    return rows.toString();
  }

  private ExitCode run(Path file, String how) throws Exception {
    return new OperationRunner(home, settings)
        .run(List.of("import-patients", file.toString(), how, ""), report);
  }

  private long count(String table) throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      return open.database()
          .read(
              handle ->
                  handle.createQuery("SELECT count(*) FROM " + table).mapTo(long.class).one());
    }
  }

  @Test
  void theSameFileAgainChangesNothingAndAReindexLosesNothing() throws Exception {
    Path file = file(many());
    assertThat(run(file, "preview")).isEqualTo(ExitCode.OK);
    assertThat(report.last())
        .isEqualTo("would import: 1500 rows: 1500 created, 0 updated, 0 unchanged, 0 left out");
    assertThat(count("patient_profile")).isZero();
    assertThat(run(file, "import")).isEqualTo(ExitCode.OK);
    assertThat(report.last())
        .isEqualTo("imported: 1500 rows: 1500 created, 0 updated, 0 unchanged, 0 left out");
    long audited = count("audit") + count("audit_pending");
    assertThat(run(file, "import")).isEqualTo(ExitCode.OK);
    assertThat(report.last())
        .isEqualTo("imported: 1500 rows: 0 created, 0 updated, 1500 unchanged, 0 left out");
    assertThat(count("audit") + count("audit_pending")).isEqualTo(audited);
    new Reindex(home, settings).run(report);
    assertThat(count("patient_profile")).isEqualTo(PATIENTS);
    assertThat(count("patient_reference")).isEqualTo(PATIENTS);
    assertThat(run(file, "import")).isEqualTo(ExitCode.OK);
    assertThat(report.last())
        .isEqualTo("imported: 1500 rows: 0 created, 0 updated, 1500 unchanged, 0 left out");
  }

  /** What was told of how far it is. */
  private record Step(String label, long done, long total) {}

  @Test
  void howFarItIsIsToldFromTheFirstPieceToTheLast() throws Exception {
    Path file = folder.resolve("patients.csv");
    StringBuilder rows = new StringBuilder("first_name,last_name,external_id,allergies\n");
    for (int i = 0; i < PATIENTS; i++) {
      rows.append("Maria,Hoxha%1$d,E%1$d,%2$s\n".formatted(i, "nuts and ".repeat(20)));
    }
    Files.writeString(file, rows);
    List<Step> steps = new ArrayList<>();
    Report told =
        new Report() {
          @Override
          public void line(String text) {
            report.line(text);
          }

          @Override
          public void progress(String label, long done, long total) {
            steps.add(new Step(label, done, total));
          }
        };

    new OperationRunner(home, settings)
        .run(List.of("import-patients", file.toString(), "import", ""), told);

    assertThat(steps).extracting(Step::total).containsOnly(Files.size(file));
    for (String label : List.of("looking at patients", "importing patients")) {
      List<Long> done =
          steps.stream().filter(step -> step.label.equals(label)).map(Step::done).toList();
      assertThat(done).as(label).hasSizeGreaterThan(3).isSorted().doesNotHaveDuplicates();
      assertThat(done.get(done.size() - 1)).isEqualTo(Files.size(file));
    }
    assertThat(steps.get(0).label).isEqualTo("looking at patients");
  }

  @Test
  void aWrongRowHasItsLineAndTheOthersComeIn() throws Exception {
    Path file = file("A,B,1,\nC,D,2,none\nE,F,3,\n");
    assertThat(run(file, "import")).isEqualTo(ExitCode.SOME_REFUSED);
    assertThat(report.lines()).contains("line 3: phone: is invalid");
    assertThat(report.last())
        .isEqualTo("imported: 3 rows: 2 created, 0 updated, 0 unchanged, 1 left out");
  }

  @Test
  void aFileThatCannotBeReadToItsEndChangesNothing() throws Exception {
    Path file = file(many() + "A,\"B,1,\n");
    CommandFailure failure = catchThrowableOfType(CommandFailure.class, () -> run(file, "import"));
    assertThat(failure).hasMessageEndingWith("line 1502: a quote that is not closed");
    assertThat(count("patient_profile")).isZero();
  }

  @Test
  void aFileOfMoreRowsThanAreAllowedChangesNothing() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B",
                    "ARCHWAY_PATIENTS_MAX_IMPORT_ROWS", "2"))
            .load();
    Path file = file("A,B,1,\nC,D,2,\nE,F,3,\n");
    CommandFailure failure = catchThrowableOfType(CommandFailure.class, () -> run(file, "import"));
    assertThat(failure).hasMessageEndingWith("line 4: too many rows (expected: <= 2)");
    assertThat(count("patient_profile")).isZero();
  }
}
