package io.archway.index.worklist;

import static io.archway.index.worklist.WorklistFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.TestDatabase;
import io.archway.index.patient.PatientIdentity;
import io.archway.index.query.MatchCursor;
import io.archway.index.query.MatchingKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random orders, random queries: the SQL and the naive matcher agree, in what and in which order.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ModalityWorklistPropertyTest {
  private static final int ORDERS = 120;
  private static final int QUERIES = 300;

  private static final Comparator<WorklistAnswer> BY_START =
      Comparator.comparing((WorklistAnswer answer) -> answer.step().startDate())
          .thenComparing(answer -> answer.step().startTime())
          .thenComparing(answer -> answer.step().stepKey());

  @Parameter TestDatabase kind;

  @Test
  void sqlAndNaiveMatcherAgree() {
    int matched = 0;
    try (WorklistFixture fixture = new WorklistFixture(kind)) {
      List<WorklistAnswer> open = new ArrayList<>();
      for (long seed = 1; seed <= 2; seed++) {
        Random random = new Random(seed);
        open = merge(open, fill(fixture, new RandomOrders(random), seed));
        fixture.database.read(handle -> handle.execute("ANALYZE"));
        RandomKeys keys = new RandomKeys(random, open);
        for (int i = 0; i < QUERIES; i++) {
          List<MatchingKey> query = keys.query();
          List<Long> expected =
              open.stream()
                  .filter(answer -> NaiveWorklist.matches(answer, query))
                  .map(answer -> answer.step().stepKey())
                  .toList();
          matched += expected.isEmpty() ? 0 : 1;
          assertThat(stepKeys(fixture, query))
              .as("seed %d, query %d: %s", seed, i, query)
              .isEqualTo(expected);
        }
      }
    }
    assertThat(matched).as("queries that matched something").isGreaterThan(QUERIES);
  }

  private static List<WorklistAnswer> merge(
      List<WorklistAnswer> some, List<WorklistAnswer> others) {
    return Stream.concat(some.stream(), others.stream()).sorted(BY_START).toList();
  }

  private static List<Long> stepKeys(WorklistFixture fixture, List<MatchingKey> query) {
    MatchCursor<Offer> cursor =
        ModalityWorklist.find(
            fixture.database, WorklistScope.all(fixture.organizationKey, NOW), query, 10_000);
    List<Long> keys = new ArrayList<>();
    for (Optional<Offer> next = cursor.next(); next.isPresent(); next = cursor.next()) {
      keys.add(next.get().step().stepKey());
    }
    return keys;
  }

  /** Orders of some patients, of which some are not offered; gives what is, by start. */
  private static List<WorklistAnswer> fill(
      WorklistFixture fixture, RandomOrders orders, long round) {
    long stranger = fixture.organization("other" + round);
    List<PatientIdentity.New> people = new ArrayList<>();
    for (int i = 0; i < ORDERS / 2; i++) {
      people.add(person(fixture, orders, fixture.organizationKey, round + "-" + i));
    }
    fixture.patients(people);
    for (int i = 0; i < ORDERS / 10; i++) {
      PatientIdentity.New person = person(fixture, orders, stranger, round + "-" + i);
      long key = fixture.patients(List.of(person)).get(0);
      fixture.insert(orders.order(stranger, fixture.officeKey, key));
    }
    List<WorklistAnswer> open = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      open.addAll(orderOf(fixture, orders, orders.one(people)));
    }
    return open;
  }

  private static PatientIdentity.New person(
      WorklistFixture fixture, RandomOrders orders, long organization, String suffix) {
    return fixture.person(
        organization,
        orders.id() + "-" + suffix,
        orders.nameOrNone(),
        orders.birthDate(),
        orders.one(List.of("M", "F", "O")));
  }

  private static List<WorklistAnswer> orderOf(
      WorklistFixture fixture, RandomOrders orders, PatientIdentity.New person) {
    PatientIdentity identity = person.identity();
    WorklistItem item =
        fixture.insert(
            orders.order(fixture.organizationKey, fixture.officeKey, identity.patientKey()));
    if (orders.chance(10)) {
      fixture.update(item.edit().scanStatus(ScanStatus.READY).build());
    } else if (orders.chance(10)) {
      fixture.update(item.edit().progress(item.progress().cancelled(NOW, "moved")).build());
    }
    WorklistPatient patient =
        new WorklistPatient(
            identity.patientKey(),
            identity.patientId(),
            null,
            identity.name(),
            identity.birthDate(),
            identity.sex(),
            null,
            PatientMedical.UNKNOWN);
    return fixture.steps(item.worklistItemKey()).stream()
        .filter(ScheduledStep::open)
        .map(step -> new WorklistAnswer(step, item, patient))
        .toList();
  }
}
