package io.archway.index.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An act that changes many records names each of them. */
class AuditedChangesTest {
  private static final Auditor USER = Auditor.command(1, "import");

  @ParameterizedTest
  @ValueSource(longs = {1, 200, 201, 450})
  void areNamedHoweverMany(long count) {
    List<RecordKey> records =
        LongStream.rangeClosed(1, count)
            .mapToObj(key -> new RecordKey(RecordKind.MEDIUM, key))
            .toList();
    try (Database database = TestDatabase.H2.open()) {
      database.inTransaction(
          handle -> {
            Audit.changed(handle, USER, Action.CREATE, records);
            return null;
          });
      List<AuditEntry> entries =
          database
              .read(
                  handle ->
                      handle
                          .createQuery("SELECT entry FROM audit_pending")
                          .mapTo(String.class)
                          .list())
              .stream()
              .map(AuditEntry::parse)
              .toList();
      assertThat(entries).hasSize((int) ((count + 199) / 200));
      assertThat(entries).allMatch(entry -> entry.omitted() == 0);
      assertThat(entries.stream().flatMap(entry -> entry.records().stream()))
          .containsExactlyInAnyOrderElementsOf(records);
    }
  }
}
