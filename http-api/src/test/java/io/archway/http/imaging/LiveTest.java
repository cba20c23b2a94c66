package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archway.http.kernel.HttpLimits;
import io.archway.http.live.LiveSettings;
import io.archway.index.account.AccountDao;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.organization.OrganizationDao;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Pusher protocol over real sockets: what a client is told, refused and limited to. */
@Timeout(600)
final class LiveTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGET = "/app/archway?protocol=7";

  @TempDir Path folder;
  private EventServer server;

  private void start() {
    start(limits(10_240, 262_144, 600, false, List.of()));
  }

  private void start(LiveSettings settings) {
    server =
        new EventServer(
            DatabaseSettings.h2("async:" + folder.resolve("index")),
            EventServer.HURRIED,
            HttpLimits.defaults(),
            InstantSource.system(),
            settings);
  }

  private static LiveSettings limits(
      int messageBytes,
      int waitingBytes,
      int perMinute,
      boolean clientEvents,
      List<String> origins) {
    return new LiveSettings(
        "archway",
        EventServer.LIVE_SECRET,
        4,
        3,
        2,
        2,
        5,
        2,
        messageBytes,
        waitingBytes,
        perMinute,
        120_000,
        30_000,
        clientEvents,
        origins);
  }

  private static LiveSettings hurried() {
    return new LiveSettings(
        "archway",
        EventServer.LIVE_SECRET,
        4,
        3,
        2,
        2,
        5,
        2,
        10_240,
        262_144,
        600,
        20,
        20,
        false,
        List.of());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HttpResponse<String> auth(String token, String socketId, String channel) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:%d/api/broadcasting/auth".formatted(port())))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "socket_id=" + socketId + "&channel_name=" + channel))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int port() {
    return server.server.port();
  }

  private JsonNode signed(String token, LiveClient client, String channel) throws IOException {
    HttpResponse<String> answer = auth(token, client.socketId(), channel);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private JsonNode subscribe(String token, LiveClient client, String channel) throws IOException {
    JsonNode signed = signed(token, client, channel);
    JsonNode data = signed.path("channel_data");
    client.subscribe(
        channel, signed.path("auth").asText(), data.isTextual() ? data.asText() : null);
    JsonNode first = client.next();
    assertThat(first.path("event").asText())
        .as(first.toString())
        .isEqualTo("pusher_internal:subscription_succeeded");
    assertThat(first.path("channel").asText()).isEqualTo(channel);
    return first;
  }

  private String organization() {
    return "private-organization." + server.organizationKey;
  }

  private static String event(JsonNode message) {
    return message.path("event").asText();
  }

  @Test
  void whatHappensIsToldOnTheChannelUntilItIsLeft() throws Exception {
    start();
    String token = server.token("admin");
    try (LiveClient client = LiveClient.open(port())) {
      subscribe(token, client, organization());
      server.append(server.otherOrganizationKey, 8);
      server.append(server.organizationKey, 9);
      JsonNode told = client.next();
      assertThat(event(told)).isEqualTo("medium_updated");
      assertThat(told.path("channel").asText()).isEqualTo(organization());
      assertThat(told.path("data").isTextual()).isTrue();
      assertThat(LiveClient.data(told).path("media_id").asLong()).isEqualTo(9);
      client.send(
          "{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"" + organization() + "\"}}");
      client.send("{\"event\":\"pusher:ping\",\"data\":{}}");
      assertThat(event(client.next())).isEqualTo("pusher:pong");
      server.append(server.organizationKey, 10);
      subscribe(token, client, "private-user." + userKey("admin"));
      server.append(server.organizationKey, 11);
      JsonNode next = client.next();
      assertThat(next.path("channel").asText()).startsWith("private-user.");
      assertThat(LiveClient.data(next).path("media_id").asLong()).isEqualTo(11);
    }
    Awaitility.await().until(() -> server.live.count() == 0);
  }

  private long userKey(String name) {
    return server.database.read(
        handle -> handle.attach(AccountDao.class).findByLogin(name).orElseThrow().userKey());
  }

  private long office() {
    return server.database.read(
        handle ->
            handle
                .attach(OrganizationDao.class)
                .defaultOfficeKey(server.organizationKey)
                .orElseThrow());
  }

  @Test
  void signaturesAreThoseOfTheProtocol() throws Exception {
    start();
    try (LiveClient client = LiveClient.open(port())) {
      JsonNode signed = signed(server.token("admin"), client, organization());
      assertThat(signed.path("auth").asText())
          .isEqualTo("archway:" + hmac(client.socketId() + ":" + organization()));
      assertThat(signed.has("channel_data")).isFalse();
      String presence = "presence-organization." + server.organizationKey;
      JsonNode here = signed(server.token("admin"), client, presence);
      String data = here.path("channel_data").asText();
      assertThat(here.path("auth").asText())
          .isEqualTo("archway:" + hmac(client.socketId() + ":" + presence + ":" + data));
      assertThat(JSON.readTree(data).path("user_id").asText())
          .isEqualTo(Long.toString(userKey("admin")));
    }
  }

  private static String hmac(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(EventServer.LIVE_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatIsNotTheirsIsNotSignedAndWhatIsNotSignedIsNotTold() throws Exception {
    start();
    String token = server.token("admin");
    try (LiveClient client = LiveClient.open(port())) {
      String id = client.socketId();
      for (String foreign :
          List.of(
              "private-organization." + server.otherOrganizationKey,
              "private-user." + userKey("stranger"),
              "private-office.999999",
              "private-worklist.999999",
              "presence-organization." + server.otherOrganizationKey)) {
        assertThat(auth(token, id, foreign).statusCode()).as(foreign).isEqualTo(404);
      }
      assertThat(auth(token, id, "news").statusCode()).isEqualTo(422);
      assertThat(auth(token, "1.1", organization()).statusCode()).isEqualTo(422);
      assertThat(auth("nobody", id, organization()).statusCode()).isEqualTo(401);

      client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"news\"}}");
      refused(client, "news");
      client.subscribe(organization(), "archway:00", null);
      refused(client, organization());
      client.subscribe(
          organization(), "archway:" + hmac(id + ":" + organization()), null); // never granted
      refused(client, organization());
      String auth = signed(token, client, organization()).path("auth").asText();
      try (LiveClient other = LiveClient.open(port())) {
        other.subscribe(organization(), auth, null);
        refused(other, organization());
      }
    }
  }

  private static void refused(LiveClient client, String channel) {
    JsonNode refusal = client.next();
    assertThat(event(refusal)).isEqualTo("pusher:subscription_error");
    assertThat(refusal.path("channel").asText()).isEqualTo(channel);
    JsonNode error = client.next();
    assertThat(event(error)).isEqualTo("pusher:error");
    assertThat(error.path("data").path("code").asInt()).isEqualTo(4009);
  }

  @Test
  void aRevokedTokenEndsTheConnection() throws Exception {
    start();
    String token = server.token("admin");
    LiveClient client = LiveClient.open(port());
    subscribe(token, client, organization());
    subscribe(token, client, "private-user." + userKey("admin"));
    long user = userKey("admin");
    server.database.durably(
        handle -> handle.execute("DELETE FROM access_token WHERE user_key = ?", user));
    JsonNode error = client.next();
    assertThat(event(error)).isEqualTo("pusher:error");
    assertThat(error.path("data").path("code").asInt()).isEqualTo(4009);
    assertThat(client.closed()).isEqualTo(4009);
    Awaitility.await().until(() -> server.live.count() == 0);
  }

  @Test
  void whatIsNoLongerSeenEndsTheSubscriptionAlone() throws Exception {
    start();
    String token = server.token("admin");
    try (LiveClient client = LiveClient.open(port())) {
      String office = "private-office." + office();
      subscribe(token, client, office);
      subscribe(token, client, organization());
      server.database.durably(
          handle ->
              handle.execute(
                  "UPDATE office SET deleted_at = ? WHERE office_key = ?",
                  Instant.now(),
                  office()));
      refused(client, office);
      server.append(server.organizationKey, 9);
      assertThat(client.next().path("channel").asText()).isEqualTo(organization());
    }
  }

  @Test
  void membersComeAndGo() throws Exception {
    start(limits(10_240, 262_144, 600, true, List.of()));
    server.addUser("second");
    String channel = "presence-organization." + server.organizationKey;
    String second = Long.toString(userKey("second"));
    try (LiveClient client = LiveClient.open(port())) {
      JsonNode presence =
          LiveClient.data(subscribe(server.token("admin"), client, channel)).path("presence");
      assertThat(presence.path("count").asInt()).isEqualTo(1);
      try (LiveClient other = LiveClient.open(port())) {
        JsonNode both =
            LiveClient.data(subscribe(server.token("second"), other, channel)).path("presence");
        assertThat(both.path("ids")).hasSize(2);
        assertThat(both.path("hash").path(second).path("name").asText()).isEqualTo("second");
        JsonNode added = client.next();
        assertThat(event(added)).isEqualTo("pusher_internal:member_added");
        assertThat(LiveClient.data(added).path("user_id").asText()).isEqualTo(second);
        other.send(
            "{\"event\":\"client-here\",\"channel\":\"%s\",\"data\":{\"a\":1}}".formatted(channel));
        JsonNode said = client.next();
        assertThat(event(said)).isEqualTo("client-here");
        assertThat(said.path("user_id").asText()).isEqualTo(second);
      }
      JsonNode removed = client.next();
      assertThat(event(removed)).isEqualTo("pusher_internal:member_removed");
      assertThat(LiveClient.data(removed).path("user_id").asText()).isEqualTo(second);
    }
  }

  @Test
  void membersAreLimited() throws Exception {
    start();
    server.addUser("second");
    server.addUser("third");
    String channel = "presence-organization." + server.organizationKey;
    try (LiveClient first = LiveClient.open(port());
        LiveClient second = LiveClient.open(port());
        LiveClient third = LiveClient.open(port())) {
      subscribe(server.token("admin"), first, channel);
      subscribe(server.token("second"), second, channel);
      JsonNode signed = signed(server.token("third"), third, channel);
      third.subscribe(channel, signed.path("auth").asText(), signed.path("channel_data").asText());
      refused(third, channel);
      second.socket().abort();
      assertThat(event(first.next())).isEqualTo("pusher_internal:member_added");
      assertThat(event(first.next())).isEqualTo("pusher_internal:member_removed");
      subscribe(server.token("third"), third, channel);
    }
  }

  @Test
  void hostileMessagesAreAnsweredAndLeaveTheRestAlone() throws Exception {
    start(limits(10_240, 1_048_576, 1_000_000, true, List.of()));
    String token = server.token("admin");
    try (LiveClient client = LiveClient.open(port());
        LiveClient other = LiveClient.open(port())) {
      subscribe(token, other, organization());
      String channel = "presence-organization." + server.organizationKey;
      subscribe(token, client, channel);
      Random random = new Random(1);
      for (int i = 0; i < 500; i++) {
        client.send(HostileMessage.of(random, channel));
      }
      client.send("{\"event\":\"pusher:ping\",\"data\":\"last\"}");
      for (JsonNode told = client.next(); !event(told).equals("pusher:pong"); ) {
        assertThat(event(told)).as("%s", told).startsWith("pusher");
        told = client.next();
      }
      server.append(server.organizationKey, 9);
      assertThat(event(other.next())).isEqualTo("medium_updated");
    }
  }

  @Test
  void clientEventsAreRefusedUnlessTheyAreSetAndMessagesMustBeUnderstood() throws Exception {
    start();
    try (LiveClient client = LiveClient.open(port())) {
      String channel = "presence-organization." + server.organizationKey;
      subscribe(server.token("admin"), client, channel);
      for (String bad :
          List.of(
              "{\"event\":\"client-x\",\"channel\":\"" + channel + "\",\"data\":{}}",
              "nonsense",
              "[]",
              "{\"event\":7}",
              "{\"event\":\"shout\"}",
              "[".repeat(5_000))) {
        client.send(bad);
        JsonNode error = client.next();
        assertThat(event(error)).as(bad).isEqualTo("pusher:error");
        assertThat(error.path("data").path("code").asInt()).isEqualTo(4300);
      }
    }
  }

  @Test
  void anUnknownAppOrVersionIsClosedByItsNumber() {
    start();
    assertThat(LiveClient.connect(port(), "/app/other?protocol=7").closed()).isEqualTo(4001);
    assertThat(LiveClient.connect(port(), "/app/archway").closed()).isEqualTo(4008);
    assertThat(LiveClient.connect(port(), "/app/archway?protocol=x").closed()).isEqualTo(4006);
    assertThat(LiveClient.connect(port(), "/app/archway?protocol=4").closed()).isEqualTo(4007);
  }

  @Test
  void connectionsAndChannelsAreLimited() throws Exception {
    start();
    server.addUser("second");
    String token = server.token("admin");
    try (LiveClient first = LiveClient.open(port());
        LiveClient second = LiveClient.open(port());
        LiveClient third = LiveClient.open(port())) {
      assertThat(LiveClient.connect(port(), TARGET).closed()).isEqualTo(4100);
      subscribe(token, first, organization());
      subscribe(token, first, "private-user." + userKey("admin"));
      String presence = "presence-organization." + server.organizationKey;
      JsonNode signed = signed(token, first, presence);
      first.subscribe(presence, signed.path("auth").asText(), signed.path("channel_data").asText());
      refused(first, presence);
      subscribe(token, second, organization());
      assertThat(auth(token, third.socketId(), organization()).statusCode()).isEqualTo(429);
      subscribe(server.token("second"), third, organization());
    }
    Awaitility.await().until(() -> server.live.count() == 0);
    LiveClient.open(port()).close();
  }

  @Test
  void messagesAreLimitedInSizeAndNumber() {
    start(limits(1_024, 262_144, 20, false, List.of()));
    LiveClient large = LiveClient.open(port());
    large.send("x".repeat(1_024));
    assertThat(event(large.next())).isEqualTo("pusher:error");
    large.send("x".repeat(1_025));
    assertThat(large.closed()).isIn(1009, 1006); // said, but the rest of what was sent may reset it
    LiveClient pieces = LiveClient.open(port());
    pieces.socket().sendText("x".repeat(600), false).join();
    pieces.socket().sendText("x".repeat(600), false);
    assertThat(pieces.closed()).isIn(1009, 1006);
    LiveClient busy = LiveClient.open(port());
    for (int i = 0; i < 20; i++) {
      busy.send("{\"event\":\"pusher:ping\"}");
      assertThat(event(busy.next())).isEqualTo("pusher:pong");
    }
    busy.send("{\"event\":\"pusher:ping\"}");
    JsonNode error = busy.next();
    assertThat(error.path("data").path("code").asInt()).isEqualTo(4301);
    assertThat(busy.closed()).isEqualTo(4301);
    LiveClient binary = LiveClient.open(port());
    binary.socket().sendBinary(ByteBuffer.wrap(new byte[3]), true).join();
    assertThat(binary.closed()).isEqualTo(1003);
  }

  @Test
  void whoIsSilentIsAskedAndThenLeft() {
    start(hurried());
    LiveClient client = LiveClient.open(port());
    assertThat(event(client.next())).isEqualTo("pusher:ping");
    assertThat(client.closed()).isEqualTo(4201);
  }

  @Test
  void whoReadsNothingIsDropped() throws Exception {
    start(limits(10_240, 65_536, 1_000_000, false, List.of()));
    try (Socket slow = new Socket("127.0.0.1", port())) {
      slow.setReceiveBufferSize(4_096);
      slow.getOutputStream().write(handshake("/app/archway?protocol=7"));
      InputStream in = slow.getInputStream();
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 101");
      ByteArrayOutputStream pings = new ByteArrayOutputStream();
      for (int i = 0; i < 1_000; i++) {
        pings.write(frame("{\"event\":\"pusher:ping\"}"));
      }
      assertThatThrownBy(
              () -> {
                while (true) {
                  pings.writeTo(slow.getOutputStream());
                }
              })
          .isInstanceOf(IOException.class);
    }
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> server.live.count() == 0);
  }

  @Test
  void whoFallsBehindIsToldTheRestWhenThereIsRoom() throws Exception {
    start(limits(10_240, 65_536, 600, false, List.of()));
    String token = server.token("admin");
    try (LiveClient client = LiveClient.open(port())) {
      subscribe(token, client, organization());
      int many = 2_000; // several times what may wait
      server.append(server.organizationKey, LongStream.rangeClosed(1, many).toArray());
      for (int i = 1; i <= many; i++) {
        JsonNode told = client.next();
        assertThat(LiveClient.data(told).path("media_id").asLong()).as("%s", told).isEqualTo(i);
      }
    }
  }

  private static byte[] handshake(String target) {
    return """
        GET %s HTTP/1.1\r
        Host: x\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
        .formatted(target)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A masked text frame of less than 126 bytes. */
  private static byte[] frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[6 + bytes.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | bytes.length);
    System.arraycopy(bytes, 0, frame, 6, bytes.length);
    return frame;
  }

  @Test
  void onlyAnOpeningHandshakeFromAnAllowedPageIsTaken() throws Exception {
    start(limits(10_240, 65_536, 600, false, List.of("https://clinic.example")));
    HttpResponse<String> plain =
        HTTP.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + TARGET)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(plain.statusCode()).isEqualTo(426);
    assertThat(plain.headers().firstValue("Upgrade")).contains("websocket");
    URI uri = URI.create("ws://127.0.0.1:" + port() + TARGET);
    assertThatThrownBy(
            () ->
                HTTP.newWebSocketBuilder()
                    .header("Origin", "https://elsewhere.example")
                    .buildAsync(uri, new java.net.http.WebSocket.Listener() {})
                    .join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
    HTTP.newWebSocketBuilder()
        .header("Origin", "https://clinic.example")
        .buildAsync(uri, new java.net.http.WebSocket.Listener() {})
        .join()
        .abort();
    Awaitility.await().until(() -> server.live.count() == 0);
  }

  @Test
  void aStopTellsClientsToComeAgain() {
    start();
    LiveClient client = LiveClient.open(port());
    assertThat(server.server.close(60_000)).isTrue();
    assertThat(client.closed()).isEqualTo(4200);
    assertThat(server.live.count()).isZero();
  }
}
