package io.archway.index.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class FormTest {
  private static final Instant NOW = Instant.parse("2026-03-29T01:30:00.123456Z");
  private static final FirstStart.Names NAMES =
      new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
  private static final List<FormField> FIELDS =
      List.of(new FormField(ReportSection.IMPRESSION, "Impression", true, "none"));

  @Parameter TestDatabase kind;
  Database database;
  FormDao forms;
  long org;

  @BeforeEach
  void open() {
    database = kind.open();
    org = FirstStart.ensure(database, NAMES, () -> "hash", NOW).organizationKey();
    forms = Daos.of(database, FormDao.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void firstStartMakesTheDefaultFormOnce() {
    long first = forms.defaultKey(org).orElseThrow();
    FirstStart.ensure(database, NAMES, () -> "hash", NOW);
    assertThat(forms.defaultKey(org)).contains(first);
    assertThat(forms.fields(first))
        .extracting(FormField::section)
        .containsExactly(ReportSection.values());
  }

  @Test
  void whatTakesThePlaceOfTheDefaultFormIsTheDefaultForm() {
    long first = forms.defaultKey(org).orElseThrow();
    long second = create("Standard report", first).orElseThrow();
    assertThat(forms.defaultKey(org)).contains(second);
    assertThat(forms.find(org, first).orElseThrow())
        .extracting(Form::listed, Form::replacedByKey)
        .containsExactly(false, second);
    assertThat(create("Another", first)).as("replaced before").isEmpty();
  }

  @Test
  void namesAreTakenWhateverTheirCase() {
    assertThat(create("Airway", null)).isPresent();
    assertThat(create(" AIRWAY ", null)).isEmpty();
  }

  private Optional<Long> create(String name, Long replaces) {
    return database.durably(
        handle ->
            handle
                .attach(FormDao.class)
                .create(org, null, new NewForm(name, null, false, replaces, FIELDS), NOW));
  }
}
