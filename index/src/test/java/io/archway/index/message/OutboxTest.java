package io.archway.index.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutboxTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));

  @Parameter TestDatabase kind;
  private Database database;
  private MessageDao messages;
  private long organizationKey;
  private long userKey;

  @BeforeEach
  void open() {
    database = kind.open();
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
    FirstStart.Result first = FirstStart.ensure(database, names, () -> "hash", NOW);
    organizationKey = first.organizationKey();
    userKey = first.userKey();
    messages = Daos.of(database, MessageDao.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aMessageIsThereWithWhatItTellsOrNotAtAll() {
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    handle -> {
                      Outbox.put(handle, code("123456", "admin@clinic.example"), NOW);
                      throw new IllegalStateException("what it tells failed");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(messages.due(Channel.MAIL, NOW)).isEmpty();
  }

  @Test
  void aMessageWaitsWithItsParametersUntilItIsSent() {
    long key = put(code("123456", "admin@clinic.example"));
    OutgoingMessage waiting = messages.due(Channel.MAIL, NOW).get(0);
    assertThat(waiting.messageKey()).isEqualTo(key);
    assertThat(Outbox.parameters(waiting)).isEqualTo(Map.of("code", "123456"));
    assertThat(messages.due(Channel.SMS, NOW)).isEmpty();
    assertThat(messages.end(key, MessageState.SENT, null, NOW)).isOne();
    OutgoingMessage sent = messages.find(organizationKey, key).orElseThrow();
    assertThat(sent.state()).isEqualTo(MessageState.SENT);
    assertThat(sent.endedAt()).isEqualTo(NOW);
    assertThat(Outbox.parameters(sent)).isEmpty();
    assertThat(messages.due(Channel.MAIL, LATER)).isEmpty();
    assertThat(messages.end(key, MessageState.FAILED, "late", LATER)).isZero();
    assertThat(messages.find(organizationKey + 1, key)).isEmpty();
  }

  @Test
  void oneAttemptIsTakenByOneSender() {
    put(code("123456", "admin@clinic.example"));
    OutgoingMessage seen = messages.due(Channel.MAIL, NOW).get(0);
    assertThat(messages.take(seen.messageKey(), seen.attempts(), LATER)).isOne();
    assertThat(messages.take(seen.messageKey(), seen.attempts(), LATER)).isZero();
    assertThat(messages.due(Channel.MAIL, NOW)).isEmpty();
    assertThat(messages.due(Channel.MAIL, LATER)).hasSize(1);
  }

  @Test
  void theAddressIsThatOfTheUserAndWithoutOneTheMessageHasFailed() {
    NewMessage toUser =
        NewMessage.mail(
            organizationKey, userKey, MessageKind.REPORT_READY, Map.of("worklist_id", "7"), LATER);
    OutgoingMessage without = messages.find(organizationKey, put(toUser)).orElseThrow();
    assertThat(without.state()).isEqualTo(MessageState.FAILED);
    assertThat(without.failure()).contains("no e-mail address");
    database.inTransaction(
        handle -> handle.execute("UPDATE user_account SET email = 'a@clinic.example'"));
    OutgoingMessage with = messages.find(organizationKey, put(toUser)).orElseThrow();
    assertThat(with.recipient()).isEqualTo("a@clinic.example");
    assertThat(with.state()).isEqualTo(MessageState.WAITING);
  }

  @Test
  void aMessageToNobodyIsKeptAndNeverSent() {
    long key = put(code("123456", null));
    OutgoingMessage dropped = messages.find(organizationKey, key).orElseThrow();
    assertThat(dropped.state()).isEqualTo(MessageState.DROPPED);
    assertThat(dropped.parameters()).isNull();
    assertThat(messages.due(Channel.MAIL, LATER)).isEmpty();
  }

  @Test
  void whatExpiresIsWipedAndWhatEndedIsForgottenInTime() {
    long key = put(code("123456", "admin@clinic.example"));
    assertThat(messages.expire(LATER.minusSeconds(1))).isZero();
    assertThat(messages.expire(LATER)).isOne();
    OutgoingMessage expired = messages.find(organizationKey, key).orElseThrow();
    assertThat(expired.state()).isEqualTo(MessageState.EXPIRED);
    assertThat(expired.parameters()).isNull();
    assertThat(messages.deleteEnded(LATER)).isZero();
    assertThat(messages.deleteEnded(LATER.plusSeconds(1))).isOne();
  }

  @Test
  void theParametersAreThoseOfTheKind() {
    assertThatThrownBy(
            () ->
                NewMessage.mail(
                    organizationKey, userKey, MessageKind.ACTIVATION, Map.of("token", "x"), LATER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: [code]");
    assertThat(code("123456", "admin@clinic.example").toString()).doesNotContain("123456");
  }

  private NewMessage code(String code, String recipient) {
    return new NewMessage(
        organizationKey,
        null,
        recipient,
        MessageKind.FACTOR_CODE,
        Channel.MAIL,
        Map.of("code", code),
        LATER);
  }

  private long put(NewMessage message) {
    return database.durably(handle -> Outbox.put(handle, message, NOW));
  }
}
