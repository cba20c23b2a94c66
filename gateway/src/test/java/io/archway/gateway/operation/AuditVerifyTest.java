package io.archway.gateway.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.AuditFilter;
import io.archway.index.audit.AuditSealer;
import io.archway.index.audit.AuditSearch;
import io.archway.index.audit.AuditWriter;
import io.archway.index.audit.Auditor;
import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.PageRequest;
import io.archway.testdata.SampleKind;
import io.archway.testdata.SampleOptions;
import io.archway.testdata.SampleStudies;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a home: verified, tampered with, and taken over into a new index. */
class AuditVerifyTest {
  @TempDir private Path folder;
  private final Lines report = new Lines();
  private Settings settings;
  private Path home;
  private List<Long> patients;

  @BeforeEach
  void fill() throws Exception {
    settings =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_ADMIN_PASSWORD", "correct horse",
                    "ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B"))
            .load();
    home = folder.resolve("home");
    SampleOptions options =
        SampleOptions.small(3).withKinds(EnumSet.of(SampleKind.PDF)).withRadiographRows(64);
    SampleStudies.write(folder.resolve("samples"), options, (file, bytes, done, total) -> {});
    assertThat(run("import", folder.resolve("samples").toString())).isEqualTo(ExitCode.OK);
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      patients = patients(open.database());
      for (long patient : patients) {
        change(open.database(), patient);
      }
      seal(open);
    }
    report.clear();
  }

  private static List<Long> patients(Database database) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT patient_key FROM patient ORDER BY patient_key")
                .mapTo(Long.class)
                .list());
  }

  private static void change(Database database, long patient) {
    Auditor auditor = Auditor.command(1, "test");
    database.durably(
        handle -> {
          Audit.changed(handle, auditor, RecordKind.PATIENT, patient, Action.UPDATE);
          return null;
        });
  }

  private static void seal(OpenHome open) {
    try (AuditWriter writer = AuditWriter.open(open.database(), open.disk())) {
      new AuditSealer(open.database(), writer).seal();
    }
  }

  @Test
  void aWholeChainIsFoundWholeAndTellsItsSeal() throws Exception {
    assertThat(run("audit", "")).isEqualTo(ExitCode.OK);
    assertThat(report.lines().get(0)).isEqualTo(patients.size() + " entries fit");
    String noted = report.lines().get(1).replace("to be noted elsewhere: ", "");
    assertThat(noted).matches("[0-9]+:[0-9a-f]{64}");
    assertThat(run("audit", noted)).isEqualTo(ExitCode.OK);
    assertThat(run("audit", "1:" + "0".repeat(64))).isEqualTo(ExitCode.DAMAGED);
    assertThat(run("audit", "99:" + "0".repeat(64))).isEqualTo(ExitCode.DAMAGED);
    assertThat(report.lines()).last().asString().startsWith("wrong: entry 99: not there");
  }

  @Test
  void theFirstEntryThatDoesNotFitIsNamed() throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.database()
          .durably(
              handle -> handle.execute("UPDATE audit SET user_key = 9 WHERE audit_position = 1"));
    }
    assertThat(run("audit", "")).isEqualTo(ExitCode.DAMAGED);
    assertThat(report.lines().get(0))
        .isEqualTo("wrong: entry 1: its content is not what was sealed");
  }

  @Test
  void aNewIndexHasTheChainAndFindsPatientsByTheirNewKeys() throws Exception {
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      open.database().nextKey(io.archway.index.database.KeySequence.PATIENT);
      change(open.database(), patients.get(0));
    }
    assertThat(new Reindex(home, settings).run(report)).isEqualTo(ExitCode.OK);
    report.clear();
    assertThat(run("audit", "")).isEqualTo(ExitCode.OK);
    assertThat(report.lines().get(0)).isEqualTo(patients.size() + 1 + " entries fit");
    try (OpenHome open = OpenHome.open(settings, Home.open(home))) {
      long found = 0;
      for (long patient : patients(open.database())) {
        found += entriesOf(open.database(), patient);
      }
      assertThat(found).isEqualTo(patients.size() + 1);
    }
  }

  private static long entriesOf(Database database, long patient) {
    AuditFilter filter =
        new AuditFilter(null, null, new RecordKey(RecordKind.PATIENT, patient), null, null, null);
    return database.readInConnection(
        c -> AuditSearch.page(c, 1, filter, new PageRequest(1, 100)).total());
  }

  private ExitCode run(String... request) throws Exception {
    return new OperationRunner(home, settings).run(List.of(request), report);
  }
}
