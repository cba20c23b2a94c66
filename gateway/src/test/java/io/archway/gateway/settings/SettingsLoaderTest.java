package io.archway.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("archway.yaml");
  }

  @Test
  void theEnvironmentWinsOverTheFileAndOptionsOverBoth() throws Exception {
    Files.writeString(file, "dicom:\n  port: 1\n  aeTitle: FILE\nhttp:\n  port: 1\n");
    Settings settings =
        new SettingsLoader()
            .file(file)
            .environment(Map.of("ARCHWAY_DICOM_PORT", "2", "ARCHWAY_DICOM_AE_TITLE", "ENV"))
            .option("--dicom-port", "dicom.port", 3)
            .option("--http-port", "http.port", null)
            .load();
    assertThat(settings.dicom().port()).isEqualTo(3);
    assertThat(settings.dicom().aeTitle()).isEqualTo("ENV");
    assertThat(settings.http().port()).isEqualTo(1);
    assertThat(settings.dicom().idleTimeout()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void everyErrorIsListedAtOnceWithItsPlace() throws IOException {
    Files.writeString(
        file,
        """
        dicom:
          porrt: 5
          idleTimeout: 60
          aeTitle: "SEVENTEEN LETTERS"
          deniedSopClasses: [1.2.3, x]
        store:
          segmentSize: 2GiB
        http: 8080
        ingest:
          onConflict: overwrite
          quarantine: yes
        """);
    assertThat(
            problems(
                new SettingsLoader()
                    .file(file)
                    .environment(Map.of("ARCHWAY_DICOM_PROT", "1", "ARCHWAY_HTTP_PORT", "x"))))
        .containsExactly(
            file + ":2: dicom.porrt: unknown setting; did you mean dicom.port?",
            file + ":8: http: a value (expected: settings)",
            "environment: ARCHWAY_DICOM_PROT: unknown setting; did you mean ARCHWAY_DICOM_PORT?",
            file
                + ":4: dicom.aeTitle: SEVENTEEN LETTERS (expected: "
                + Form.AE_TITLE_EXPECTED
                + ")",
            file + ":3: dicom.idleTimeout: 60 (expected: a time such as 250ms, 30s, 5m, 12h or 7d)",
            file + ":5: dicom.deniedSopClasses: x (expected: a UID)",
            "ARCHWAY_HTTP_PORT: http.port: x (expected: a whole number)",
            file + ":7: store.segmentSize: 2GiB (expected: 1MiB to 1GiB)",
            file + ":11: ingest.quarantine: yes (expected: true or false)",
            file + ":10: ingest.onConflict: overwrite (expected: keep or refuse)");
  }

  @Test
  void whatIsNotYamlIsRefusedWithItsLine() throws IOException {
    Files.writeString(file, "dicom:\n  port: [\n");
    assertThat(problems(new SettingsLoader().file(file))).singleElement().asString().contains(":");
    Files.writeString(file, "dicom:\n  port: 1\n  port: 2\n");
    assertThat(problems(new SettingsLoader().file(file)))
        .containsExactly(file + ":3: dicom.port: given twice, first at " + file + ":2");
    Files.writeString(file, "dicom:\n  port: &p 1\nhttp:\n  port: *p\n");
    assertThat(problems(new SettingsLoader().file(file)))
        .contains(file + ":4: http.port: an alias (expected: a value)");
    Files.writeString(file, "- dicom\n");
    assertThat(problems(new SettingsLoader().file(file))).hasSize(1);
    Files.writeString(file, "dicom:\n  port: 1\n---\nhttp:\n  port: 1\n");
    assertThat(problems(new SettingsLoader().file(file))).hasSize(1);
    Files.writeString(file, "dicom:\n  watch: [[a]]\ningest:\n  watch: [[a]]\n");
    assertThat(problems(new SettingsLoader().file(file)))
        .anyMatch(problem -> problem.contains("ingest.watch: a group or list inside a list"));
    assertThat(problems(new SettingsLoader().file(folder.resolve("missing.yaml"))))
        .singleElement()
        .asString()
        .contains("missing.yaml: cannot be read");
  }

  @Test
  void anEmptyFileOrAGroupWithEverythingCommentedOutKeepsTheDefaults() throws Exception {
    Settings defaults = new SettingsLoader().load();
    Files.writeString(file, "");
    assertThat(new SettingsLoader().file(file).load()).isEqualTo(defaults);
    Files.writeString(file, "dicom:\n  # port: 104\nhttp:\n");
    assertThat(new SettingsLoader().file(file).load()).isEqualTo(defaults);
  }

  @Test
  void limitsAreIncludedAndOnePastThemIsRefused() throws Exception {
    assertThat(loaded("ARCHWAY_DICOM_PORT", "65535").dicom().port()).isEqualTo(65535);
    assertThat(loaded("ARCHWAY_DICOM_PORT", "0").dicom().port()).isZero();
    assertThat(problems("ARCHWAY_DICOM_PORT", "65536")).hasSize(1);
    assertThat(problems("ARCHWAY_DICOM_PORT", "-1")).hasSize(1);
    assertThat(loaded("ARCHWAY_DICOM_IDLE_TIMEOUT", "1000ms").dicom().idleTimeout())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(problems("ARCHWAY_DICOM_IDLE_TIMEOUT", "999ms")).hasSize(1);
    assertThat(loaded("ARCHWAY_STORE_SEGMENT_SIZE", "1024MiB").store().segmentSize().bytes())
        .isEqualTo(1L << 30);
    assertThat(problems("ARCHWAY_STORE_SEGMENT_SIZE", "1025MiB")).hasSize(1);
    assertThat(problems("ARCHWAY_STORE_SEGMENT_SIZE", "999999999999TiB")).hasSize(1);
  }

  @Test
  void listsInTheEnvironmentAreSeparatedByCommas() throws Exception {
    assertThat(
            loaded("ARCHWAY_DICOM_ALLOWED_CALLING_AE_TITLES", "CBCT 1, PANO")
                .dicom()
                .allowedCallingAeTitles())
        .isEqualTo(List.of("CBCT 1", "PANO"));
    assertThat(loaded("ARCHWAY_INGEST_WATCH", "").ingest().watch()).isEmpty();
  }

  @Test
  void aSecretCanComeFromAFileAndIsNeverShown() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "hunter2\n");
    Settings settings = loaded("ARCHWAY_ADMIN_PASSWORD_FILE", secret.toString());
    assertThat(settings.admin().password().value()).isEqualTo("hunter2");
    assertThat(settings.toString()).doesNotContain("hunter2");
    Files.writeString(file, "admin:\n  password: fromfile\n");
    assertThat(
            new SettingsLoader()
                .file(file)
                .environment(Map.of("ARCHWAY_ADMIN_PASSWORD_FILE", secret.toString()))
                .load()
                .admin()
                .password()
                .value())
        .isEqualTo("hunter2");
    assertThat(problems("ARCHWAY_ADMIN_PASSWORD_FILE", folder.resolve("none").toString()))
        .singleElement()
        .asString()
        .contains("cannot be read: no such file or folder");
  }

  @Test
  void theVariablesOfTestsAndOfTheLauncherAreNoSettings() throws Exception {
    assertThat(loaded("ARCHWAY_TEST_PEERS", "required")).isEqualTo(new SettingsLoader().load());
    assertThat(loaded("ARCHWAY_JAVA_OPTS", "-Xmx1g")).isEqualTo(new SettingsLoader().load());
    assertThat(problems("ARCHWAY_JAVA_OPT", "-Xmx1g"))
        .containsExactly(
            "environment: ARCHWAY_JAVA_OPT: unknown setting; did you mean ARCHWAY_JAVA_OPTS?");
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThat(
            problems(
                new SettingsLoader()
                    .environment(
                        Map.of(
                            "ARCHWAY_STORE_SEGMENT_SIZE", "1MiB",
                            "ARCHWAY_STORE_SMALL_OBJECT_LIMIT", "2MiB"))))
        .containsExactly("store.smallObjectLimit: larger than store.segmentSize");
    assertThat(problems("ARCHWAY_LOG_MAX_TOTAL_SIZE", "64KiB"))
        .containsExactly("log.maxTotalSize: smaller than log.maxFileSize");
  }

  @Test
  void theRegionOfTelephoneNumbersIsOneThatThereIs() throws Exception {
    Files.writeString(file, "contact:\n  defaultRegion: at\n");
    assertThat(new SettingsLoader().file(file).load().contact().defaultRegion()).isEqualTo("at");
    Files.writeString(file, "contact:\n  defaultRegion: 43\n");
    assertThat(problems(new SettingsLoader().file(file)))
        .singleElement()
        .asString()
        .contains("contact.defaultRegion: 43 (expected: nothing or two letters of a country");
  }

  @Test
  void twoBuffersForEachAssociationAreEnoughAndOneFewerIsRefused() throws Exception {
    Settings enough =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_DICOM_MAX_ASSOCIATIONS", "256",
                    "ARCHWAY_STORE_BUFFER_POOL_SIZE", "32MiB"))
            .load();
    assertThat(enough.dicom().maxAssociations()).isEqualTo(256);
    assertThat(
            problems(
                new SettingsLoader()
                    .environment(
                        Map.of(
                            "ARCHWAY_DICOM_MAX_ASSOCIATIONS", "257",
                            "ARCHWAY_STORE_BUFFER_POOL_SIZE", "32MiB"))))
        .containsExactly(
            "store.bufferPoolSize: 32768 KiB (expected: >= 32896 KiB, 2 buffers of 64 KiB for each"
                + " of dicom.maxAssociations: 257)");
  }

  @Test
  void oneThreadOfHttpIsLeftBesideUploadsDocumentsAndThumbnails() throws Exception {
    Settings defaults = new SettingsLoader().load();
    assertThat(
            defaults.thumbnails().maxWaiting()
                + defaults.uploads().maxConcurrent()
                + 2 * defaults.documents().maxConcurrent())
        .isLessThan(defaults.http().workerThreads());
    Settings enough =
        new SettingsLoader()
            .environment(
                Map.of(
                    "ARCHWAY_HTTP_WORKER_THREADS", "8",
                    "ARCHWAY_THUMBNAILS_MAX_WAITING", "2",
                    "ARCHWAY_UPLOADS_MAX_CONCURRENT", "3",
                    "ARCHWAY_DOCUMENTS_MAX_CONCURRENT", "1"))
            .load();
    assertThat(enough.http().workerThreads()).isEqualTo(8);
    assertThat(
            problems(
                new SettingsLoader()
                    .environment(
                        Map.of(
                            "ARCHWAY_HTTP_WORKER_THREADS", "8",
                            "ARCHWAY_THUMBNAILS_MAX_WAITING", "2",
                            "ARCHWAY_UPLOADS_MAX_CONCURRENT", "2",
                            "ARCHWAY_DOCUMENTS_MAX_CONCURRENT", "2"))))
        .containsExactly(
            "http.workerThreads: 8 (expected: >= 9, more than thumbnails.maxWaiting: 2,"
                + " uploads.maxConcurrent: 2 and twice documents.maxConcurrent: 2 together)");
  }

  @Test
  void contradictionsAreListedBesideWhatIsWrongElsewhere() {
    assertThat(
            problems(
                new SettingsLoader()
                    .environment(
                        Map.of(
                            "ARCHWAY_DICOM_MAX_ASSOCIATIONS", "500",
                            "ARCHWAY_HTTP_PORT", "x",
                            "ARCHWAY_STOP_TIMEOUT", "soon"))))
        .hasSize(3)
        .anyMatch(problem -> problem.startsWith("store.bufferPoolSize: "))
        .anyMatch(problem -> problem.contains("http.port"))
        .anyMatch(problem -> problem.contains("stop.timeout"));
  }

  private static Settings loaded(String variable, String value) throws SettingsException {
    return new SettingsLoader().environment(Map.of(variable, value)).load();
  }

  private static List<String> problems(String variable, String value) {
    return problems(new SettingsLoader().environment(Map.of(variable, value)));
  }

  private static List<String> problems(SettingsLoader loader) {
    return catchThrowableOfType(SettingsException.class, loader::load).problems();
  }
}
