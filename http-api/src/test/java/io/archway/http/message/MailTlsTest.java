package io.archway.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.archway.http.kernel.TestKey;
import io.archway.http.message.MailCarrier.Security;
import io.archway.http.message.TlsMailServer.Begin;
import io.archway.index.message.Channel;
import io.archway.index.message.MessageKind;
import io.archway.index.message.MessageState;
import io.archway.index.message.OutgoingMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail goes to servers over TLS, to those alone whose certificate is trusted and is theirs. */
final class MailTlsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir static Path folder;
  private static SSLContext ours;
  private static SSLContext another;

  @BeforeAll
  static void makeKeys() throws Exception {
    ours = TestKey.context(folder, "localhost");
    another = TestKey.context(folder, "mail.example");
  }

  @ParameterizedTest
  @CsvSource({"STARTTLS, AFTER_STARTTLS", "TLS, AT_ONCE"})
  void mailIsHandedOverEncrypted(Security security, Begin begin) throws Exception {
    try (TlsMailServer server = new TlsMailServer(ours, begin)) {
      carry(server, security, ours);

      assertThat(server.said).anyMatch(line -> line.startsWith("RCPT TO:<ann@clinic.example>"));
      assertThat(server.said).contains("the code is 123456");
      assertThat(server.said)
          .filteredOn(line -> line.startsWith("clear "))
          .allMatch(line -> line.matches("clear (EHLO .*|STARTTLS)"));
    }
  }

  @ParameterizedTest
  @CsvSource({"STARTTLS, AFTER_STARTTLS", "TLS, AT_ONCE"})
  void aServerWhoseCertificateIsNotTrustedIsToldNothing(Security security, Begin begin)
      throws Exception {
    try (TlsMailServer server = new TlsMailServer(ours, begin)) {
      assertRefused(server, security, null);
    }
  }

  @ParameterizedTest
  @CsvSource({"STARTTLS, AFTER_STARTTLS", "TLS, AT_ONCE"})
  void aServerWithTheCertificateOfAnotherNameIsToldNothing(Security security, Begin begin)
      throws Exception {
    try (TlsMailServer server = new TlsMailServer(another, begin)) {
      assertRefused(server, security, another);
    }
  }

  @Test
  void aServerThatDoesNotOfferTlsIsToldNothing() throws Exception {
    try (TlsMailServer server = new TlsMailServer(ours, Begin.NEVER)) {
      assertRefused(server, Security.STARTTLS, ours);
    }
  }

  /** For now, and the outbox says why: somebody may see to the certificate. */
  private static void assertRefused(TlsMailServer server, Security security, SSLContext trusting) {
    CarrierException refused =
        catchThrowableOfType(CarrierException.class, () -> carry(server, security, trusting));
    assertThat(refused)
        .hasMessage(
            "SMTP: no TLS with the server (expected: a certificate of its name that Java trusts)");
    assertThat(refused.isPassing()).isTrue();
    assertThat(server.said).noneMatch(line -> line.contains("MAIL") || line.contains("123456"));
  }

  private static void carry(TlsMailServer server, Security security, SSLContext trusting)
      throws CarrierException {
    MailCarrier.Server where =
        new MailCarrier.Server(
            "localhost", server.port(), security, "", "", Duration.ofSeconds(20));
    MailCarrier carrier =
        new MailCarrier(
            where, "archway@clinic.example", trusting == null ? null : trusting.getSocketFactory());
    OutgoingMessage message =
        new OutgoingMessage(
            1,
            1,
            1L,
            MessageKind.FACTOR_CODE,
            Channel.MAIL,
            "ann@clinic.example",
            "{}",
            MessageState.WAITING,
            0,
            null,
            NOW,
            NOW.plusSeconds(600),
            NOW,
            null);
    carrier.carry(message, new MessageText("Archway: code", "the code is 123456", "123456"));
  }
}
