package io.archway.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.archway.http.message.MailCarrier.Security;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.message.Channel;
import io.archway.index.message.MessageDao;
import io.archway.index.message.MessageKind;
import io.archway.index.message.MessageState;
import io.archway.index.message.NewMessage;
import io.archway.index.message.Outbox;
import io.archway.index.message.OutgoingMessage;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages go out to real servers on the loopback, once each, as often as it takes. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DeliveryTest {
  private static final MessageTexts TEXTS =
      new MessageTexts("Archway", "https://clinic.example/activate?code={code}", "");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Parameter TestDatabase kind;
  private Database database;
  private long organizationKey;
  private long userKey;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private GreenMail mail;
  private HttpServer phone;
  private final List<String> requests = new ArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();

  @BeforeEach
  void open() throws IOException {
    database = kind.open();
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main office", List.of("ARCHWAY"), "admin");
    FirstStart.Result first = FirstStart.ensure(database, names, () -> "hash", now);
    organizationKey = first.organizationKey();
    userKey = first.userKey();
    database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE user_account SET email = 'admin@clinic.example',"
                    + " phone_number = '+43 (1) 234-5678'"));
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    mail.start();
    phone = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    phone.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          synchronized (requests) {
            requests.add(exchange.getRequestURI() + " " + authorization + " " + body);
          }
          exchange.sendResponseHeaders(answers.isEmpty() ? 201 : answers.removeFirst(), -1);
          exchange.close();
        });
    phone.start();
  }

  @AfterEach
  void close() {
    phone.stop(0);
    mail.stop();
    database.close();
  }

  @Test
  void aMailIsHandedOverOnceAndWhatItSaidIsForgotten() throws Exception {
    long key = put(MessageKind.ACTIVATION, Channel.MAIL, Map.of("code", "abc+def"));
    Delivery delivery = delivery(mailCarrier());
    delivery.pass(() -> false);
    delivery.pass(() -> false);
    MimeMessage[] received = mail.getReceivedMessages();
    assertThat(received).hasSize(1);
    assertThat(received[0].getSubject()).isEqualTo("Archway: Activate your account");
    assertThat(received[0].getContent().toString())
        .contains("abc+def")
        .contains("https://clinic.example/activate?code=abc%2Bdef");
    assertThat(received[0].getAllRecipients()[0]).hasToString("admin@clinic.example");
    assertThat(received[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(received[0].getMessageID()).matches("<archway\\.[0-9]+\\.[0-9]+@clinic\\.example>");
    OutgoingMessage sent = find(key);
    assertThat(sent.state()).isEqualTo(MessageState.SENT);
    assertThat(sent.parameters()).isNull();
  }

  @Test
  void aDomainOfAnotherScriptIsWrittenAsServersKnowIt() throws Exception {
    database.inTransaction(
        handle -> handle.execute("UPDATE user_account SET email = 'ann@bücher.example'"));
    put(MessageKind.ACTIVATION, Channel.MAIL, Map.of("code", "abc"));
    delivery(mailCarrier()).pass(() -> false);
    MimeMessage[] received = mail.getReceivedMessages();
    assertThat(received).hasSize(1);
    assertThat(received[0].getAllRecipients()[0]).hasToString("ann@xn--bcher-kva.example");
  }

  @Test
  void everyKindHasItsWords() throws Exception {
    for (MessageKind each : MessageKind.values()) {
      Map<String, String> parameters =
          each == MessageKind.REGISTRATION_REFUSED
              ? Map.of("taken", "email")
              : each.parameters().isEmpty()
                  ? Map.of()
                  : Map.of(each.parameters().iterator().next(), "p4rameter");
      put(each, Channel.MAIL, parameters);
    }
    delivery(mailCarrier()).pass(() -> false);
    MimeMessage[] received = mail.getReceivedMessages();
    assertThat(received).hasSize(MessageKind.values().length);
    for (MimeMessage each : received) {
      assertThat(each.getSubject()).startsWith("Archway: ");
      assertThat(each.getContent().toString().strip()).isNotEmpty().doesNotContain("null");
    }
  }

  @Test
  void aShortMessageAndACallGoToTheService() {
    put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    put(MessageKind.FACTOR_CODE, Channel.CALL, Map.of("code", "987654"));
    delivery(phoneCarrier()).pass(() -> false);
    assertThat(requests)
        .satisfiesExactlyInAnyOrder(
            request ->
                assertThat(request)
                    .startsWith("/2010-04-01/Accounts/AC1/Messages.json Basic QUMxOnNlY3JldA== ")
                    .contains("To=%2B4312345678&From=%2B15550100&Body=Archway")
                    .contains("123456"),
            request ->
                assertThat(request)
                    .startsWith("/2010-04-01/Accounts/AC1/Calls.json ")
                    .contains("Twiml=%3CResponse%3E%3CSay%3E")
                    .contains("9%2C+8%2C+7%2C+6%2C+5%2C+4"));
  }

  @Test
  void aNumberWithoutItsCountryIsNotSentTo() {
    database.inTransaction(
        handle -> handle.execute("UPDATE user_account SET phone_number = '01 2345678'"));
    long key = put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    delivery(phoneCarrier()).pass(() -> false);
    assertThat(requests).isEmpty();
    assertThat(find(key).state()).isEqualTo(MessageState.FAILED);
    assertThat(find(key).failure()).isEqualTo("number without its country");
  }

  @Test
  void whatIsNotTakenForTheMomentIsTriedAgainLaterAndLater() {
    long key = put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    Delivery delivery = delivery(phoneCarrier());
    answers.addAll(List.of(503, 429));
    delivery.pass(() -> false);
    assertThat(find(key).failure()).isEqualTo("HTTP 503");
    delivery.pass(() -> false);
    assertThat(requests).hasSize(1);
    now = now.plusSeconds(5);
    delivery.pass(() -> false);
    assertThat(find(key).nextAttemptAt()).isEqualTo(now.plusSeconds(10));
    now = now.plusSeconds(10);
    delivery.pass(() -> false);
    assertThat(requests).hasSize(3);
    assertThat(find(key).state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void whatIsRefusedForGoodOrTooOftenHasFailed() {
    long refused = put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    answers.add(400);
    delivery(phoneCarrier()).pass(() -> false);
    assertThat(find(refused).state()).isEqualTo(MessageState.FAILED);
    assertThat(find(refused).failure()).isEqualTo("HTTP 400");
    assertThat(find(refused).parameters()).isNull();
    long tried = put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    answers.addAll(List.of(500, 500, 500));
    Delivery delivery = delivery(phoneCarrier());
    for (int i = 0; i < 3; i++) {
      delivery.pass(() -> false);
      now = now.plus(Delivery.pause(i + 1));
    }
    assertThat(find(tried).state()).isEqualTo(MessageState.FAILED);
    assertThat(requests).hasSize(4);
  }

  @Test
  void whatIsWorthNothingAnyMoreIsNotSent() {
    long key = put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    now = now.plus(Duration.ofHours(1));
    delivery(phoneCarrier()).pass(() -> false);
    assertThat(requests).isEmpty();
    assertThat(find(key).state()).isEqualTo(MessageState.EXPIRED);
  }

  @Test
  void aServerThatIsAwayIsWaitedFor() throws IOException {
    long key = put(MessageKind.PASSWORD_CHANGED, Channel.MAIL, Map.of("tokens", "0"));
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    delivery(mailCarrier(free)).pass(() -> false);
    assertThat(find(key).state()).isEqualTo(MessageState.WAITING);
    assertThat(find(key).failure()).startsWith("SMTP: ").doesNotContain("clinic");
    now = now.plusSeconds(5);
    delivery(mailCarrier()).pass(() -> false);
    assertThat(mail.getReceivedMessages()).hasSize(1);
  }

  @Test
  void ofTwoGatewaysOneSends() throws Exception {
    for (int i = 0; i < 20; i++) {
      put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CountDownLatch begin = new CountDownLatch(1);
      List<Future<?>> passes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Delivery delivery = delivery(phoneCarrier());
        passes.add(
            threads.submit(
                () -> {
                  begin.await();
                  delivery.pass(() -> false);
                  return null;
                }));
      }
      begin.countDown();
      for (Future<?> pass : passes) {
        pass.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(requests).hasSize(20);
  }

  @Test
  void whatBreaksItsCarrierIsGivenUpAndKeepsNothingBack() {
    long broken = put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    long next = put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "654321"));
    Delivery delivery =
        delivery(
            new Carrier() {
              @Override
              public Set<Channel> channels() {
                return Set.of(Channel.SMS);
              }

              @Override
              public void carry(OutgoingMessage message, MessageText text) {
                if (message.messageKey() == broken) {
                  throw new IllegalArgumentException("+43 1 2345678");
                }
              }

              @Override
              public long maxMillis() {
                return 1_000;
              }
            });
    for (int i = 0; i < 3; i++) {
      delivery.pass(() -> false);
      now = now.plus(Delivery.pause(i + 1));
    }
    assertThat(find(next).state()).isEqualTo(MessageState.SENT);
    assertThat(find(broken).state()).isEqualTo(MessageState.FAILED);
    assertThat(find(broken).failure()).isEqualTo("failed: IllegalArgumentException");
  }

  @Test
  void whatWasConfirmedIsNotSentAgainWhereItCouldNotBeWrittenDown() {
    long key = put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    List<OutgoingMessage> carried = new ArrayList<>();
    Delivery delivery =
        delivery(
            new Carrier() {
              @Override
              public Set<Channel> channels() {
                return Set.of(Channel.SMS);
              }

              @Override
              public void carry(OutgoingMessage message, MessageText text) {
                carried.add(message);
                rename("outgoing_message", "away");
              }

              @Override
              public long maxMillis() {
                return 1_000;
              }
            });
    assertThatThrownBy(() -> delivery.pass(() -> false)).isInstanceOf(RuntimeException.class);
    rename("away", "outgoing_message");
    now = now.plusSeconds(60);
    delivery.pass(() -> false);
    assertThat(carried).hasSize(1);
    assertThat(find(key).state()).isEqualTo(MessageState.SENT);
  }

  private void rename(String table, String name) {
    database.inTransaction(handle -> handle.execute("ALTER TABLE " + table + " RENAME TO " + name));
  }

  @Test
  void theSenderWorksByItselfAndForgetsCodes() {
    long sent = put(MessageKind.FACTOR_CODE, Channel.SMS, Map.of("code", "123456"));
    long old = put(MessageKind.PASSWORD_RESET, Channel.MAIL, Map.of("token", "abc"));
    database.inTransaction(
        handle ->
            handle.execute(
                "UPDATE outgoing_message SET expires_at = created_at WHERE message_key = ?", old));
    MessageSender sender =
        new MessageSender(
            database,
            List.of(phoneCarrier()),
            TEXTS,
            new MessageSender.Rules(3, Duration.ofDays(1)),
            () -> now);
    sender.start();
    try {
      await()
          .untilAsserted(
              () -> {
                assertThat(find(sent).state()).isEqualTo(MessageState.SENT);
                assertThat(find(old).state()).isEqualTo(MessageState.EXPIRED);
              });
      assertThat(find(old).parameters()).isNull();
    } finally {
      assertThat(sender.close(20_000)).isTrue();
    }
  }

  private Delivery delivery(Carrier carrier) {
    return new Delivery(database, carrier, TEXTS, 3, () -> now);
  }

  private MailCarrier mailCarrier() {
    return mailCarrier(mail.getSmtp().getPort());
  }

  private static MailCarrier mailCarrier(int port) {
    return new MailCarrier(
        new MailCarrier.Server("127.0.0.1", port, Security.NONE, "", "", TIMEOUT),
        "archway@clinic.example");
  }

  private PhoneCarrier phoneCarrier() {
    return new PhoneCarrier(
        new PhoneCarrier.Service(
            "http://127.0.0.1:" + phone.getAddress().getPort(),
            "AC1",
            "secret",
            "+15550100",
            TIMEOUT));
  }

  private long put(MessageKind message, Channel channel, Map<String, String> parameters) {
    NewMessage created =
        new NewMessage(
            organizationKey,
            userKey,
            null,
            message,
            channel,
            parameters,
            now.plus(Duration.ofMinutes(30)));
    return database.durably(handle -> Outbox.put(handle, created, now));
  }

  private OutgoingMessage find(long key) {
    return database.read(
        handle -> handle.attach(MessageDao.class).find(organizationKey, key).orElseThrow());
  }
}
