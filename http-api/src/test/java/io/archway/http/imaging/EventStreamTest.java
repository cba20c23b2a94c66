package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archway.http.event.FollowerLimits;
import io.archway.http.kernel.HttpLimits;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventRows;
import io.archway.index.event.FollowerPosition;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(EventServer.NOW);
  private final List<EventClient> clients = new ArrayList<>();
  private EventServer server;
  private String admin;

  @BeforeEach
  void start() throws IOException {
    start(EventServer.HURRIED, HttpLimits.defaults());
  }

  private void start(FollowerLimits limits, HttpLimits http) throws IOException {
    InstantSource clock = now::get;
    server = new EventServer(TestDatabase.H2.settings(), limits, http, clock);
    admin = server.token("admin");
  }

  private void restart(FollowerLimits limits, HttpLimits http) throws IOException {
    server.close();
    start(limits, http);
  }

  @AfterEach
  void stop() throws IOException {
    for (EventClient client : clients) {
      client.close();
    }
    server.close();
  }

  private EventClient follow(String token, Long after) throws IOException {
    EventClient client = server.follow(token, after);
    clients.add(client);
    return client;
  }

  private EventClient followAdmin(Long after) throws IOException {
    EventClient client = follow(admin, after);
    assertThat(client.status()).isEqualTo(200);
    return client;
  }

  @Test
  void tellsWhatHappensFromNowOnWithKeysAlone() throws IOException {
    server.append(server.organizationKey, 1);
    EventClient client = followAdmin(null);
    assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(client.header("Cache-Control")).isEqualTo("no-store");
    assertThat(client.header("X-Accel-Buffering")).isEqualTo("no");
    assertThat(client.nextBlock()).isEqualTo("retry: 3000\nid: 1");
    server.append(server.organizationKey, 70);
    assertThat(eventBlock(client))
        .isEqualTo(
            """
            id: 2
            event: medium_updated
            data: {"id":2,"type":"medium_updated","occurred_at":"2026-03-01T10:00:00Z",\
            "media_id":70}""");
  }

  private static String eventBlock(EventClient client) throws IOException {
    String block = client.nextBlock();
    while (block.startsWith(":")) {
      block = client.nextBlock();
    }
    return block;
  }

  @Test
  void goesOnAfterTheLastEventThatWasSeen() throws IOException {
    server.append(server.organizationKey, 1, 2, 3);
    assertThat(followAdmin(1L).next().id()).isEqualTo(2);
    Map<String, String> headers = Map.of("Authorization", "Bearer " + admin);
    EventClient byQuery =
        new EventClient(server.server.port(), "/api/events?last_event_id=2", headers);
    clients.add(byQuery);
    assertThat(byQuery.next().id()).isEqualTo(3);
    Map<String, String> both = Map.of("Authorization", "Bearer " + admin, "Last-Event-ID", "0");
    EventClient byBoth = new EventClient(server.server.port(), "/api/events?last_event_id=2", both);
    clients.add(byBoth);
    assertThat(byBoth.next().id()).as("the header is newer").isEqualTo(1);
  }

  @Test
  void tellsWhoIsBehindWhatWasDeletedToLoadAnew() throws IOException {
    server.append(server.organizationKey, 1, 2, 3);
    EventClient open = followAdmin(3L);
    server.database.inConnection(
        connection -> {
          FollowerPosition.MATCHING.move(connection, 3);
          return EventRows.deleteBefore(connection, EventServer.NOW.plusSeconds(1), 2);
        });
    assertThat(followAdmin(2L).next().id()).isEqualTo(3);
    EventClient behind = followAdmin(1L);
    EventClient.Received reset = behind.next();
    assertThat(reset.event()).isEqualTo("reset");
    assertThat(reset.id()).isEqualTo(3);
    server.append(server.organizationKey, 4);
    assertThat(behind.next().id()).isEqualTo(4);
    assertThat(open.next().id()).isEqualTo(4);
  }

  @Test
  void readsLongHistoriesInSteps() throws IOException {
    server.append(server.organizationKey, LongStream.rangeClosed(1, 1_001).toArray());
    EventClient client = followAdmin(0L);
    for (long id = 1; id <= 1_001; id++) {
      assertThat(client.next().id()).isEqualTo(id);
    }
  }

  @Test
  void tellsNobodyOfOtherOrganizations() throws IOException {
    EventClient stranger = follow(server.token("stranger"), 0L);
    EventClient client = followAdmin(0L);
    server.append(server.organizationKey, 1);
    server.append(server.otherOrganizationKey, 2);
    server.append(server.organizationKey, 3);
    assertThat(stranger.next().id()).isEqualTo(2);
    assertThat(client.next().id()).isEqualTo(1);
    assertThat(client.next().id()).isEqualTo(3);
  }

  @Test
  void beatsInSilence() throws IOException {
    EventClient client = followAdmin(null);
    assertThat(client.nextBlock()).startsWith("retry");
    assertThat(client.nextBlock()).isEqualTo(":");
    assertThat(client.nextBlock()).isEqualTo(":");
  }

  @Test
  void tellsToLoadAnewWhenTheLastEventIsNotKnownHere() throws IOException {
    server.append(server.organizationKey, 1, 2);
    EventClient client = followAdmin(99L);
    EventClient.Received reset = client.next();
    assertThat(reset.event()).isEqualTo("reset");
    assertThat(reset.id()).isEqualTo(2);
    server.append(server.organizationKey, 3);
    assertThat(client.next().id()).isEqualTo(3);
  }

  @Test
  void limitsTheStreamsOfAUserAndOfAll() throws IOException {
    restart(EventServer.HURRIED.withFollowers(3, 2), HttpLimits.defaults());
    String stranger = server.token("stranger");
    followAdmin(null);
    EventClient second = followAdmin(null);
    EventClient third = follow(admin, null);
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.header("Retry-After")).isEqualTo("10");
    assertThat(follow(stranger, null).status()).isEqualTo(200);
    EventClient fourth = follow(stranger, null);
    assertThat(fourth.status()).isEqualTo(503);
    assertThat(fourth.header("Retry-After")).isEqualTo("10");
    second.close();
    await().until(() -> server.followers.count() == 2);
    followAdmin(null);
  }

  @Test
  void aHeadRequestTakesNoPlace() throws IOException {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + admin);
    for (int i = 0; i < EventServer.HURRIED.maxFollowersPerUser() + 1; i++) {
      ApiClient client = new ApiClient(server.server.port());
      assertThat(client.send("HEAD", "/api/events", headers, null).status()).isEqualTo(200);
      await().until(() -> server.followers.count() == 0);
    }
  }

  @Test
  void endsWhenTheTokenExpires() throws IOException {
    EventClient client = followAdmin(null);
    now.set(EventServer.NOW.plus(Duration.ofHours(1)));
    assertThat(client.next()).isNull();
    await().until(() -> server.followers.count() == 0);
    assertThat(follow(admin, null).status()).isEqualTo(401);
  }

  @Test
  void endsWhenItsUserSignsOut() throws IOException {
    EventClient client = followAdmin(null);
    Map<String, String> headers = Map.of("Authorization", "Bearer " + admin);
    new ApiClient(server.server.port()).send("POST", "/api/auth/logout", headers, null);
    assertThat(client.next()).isNull();
  }

  @Test
  void endsProperlyWhenTheServerStops() throws IOException {
    EventClient client = followAdmin(null);
    client.nextBlock();
    server.server.close();
    assertThat(client.next()).isNull();
    assertThat(server.followers.count()).isZero();
    assertThat(server.followers.close(10_000)).isTrue();
  }

  @Test
  void aClientThatDoesNotReadIsLeftBehindThenDisconnectedAndMissesNothing() throws IOException {
    int count = 60_000;
    FollowerLimits limits = new FollowerLimits(20, 8, 2_000, 65_536, 50, 1, 100, 10_000);
    restart(limits, HttpLimits.defaults().with("writeStallMillis", 200));
    server.append(server.organizationKey, LongStream.rangeClosed(1, count).toArray());
    Map<String, String> headers = Map.of("Authorization", "Bearer " + admin, "Last-Event-ID", "0");
    EventClient stalled = new EventClient(server.server.port(), "/api/events", headers, 4_096);
    clients.add(stalled);
    EventClient quick = followAdmin((long) count);
    server.append(server.organizationKey, 0);
    assertThat(quick.next().id()).as("others do not wait").isEqualTo(count + 1);
    await().atMost(Duration.ofSeconds(60)).until(() -> server.followers.count() == 1);
    long last = readToTheBreak(stalled);
    assertThat(last).isBetween(1L, count - 1L);
    EventClient again = followAdmin(last);
    assertThat(again.next().id()).isEqualTo(last + 1);
  }

  /** The number of the last event before the connection broke; all before were there. */
  private static long readToTheBreak(EventClient client) {
    long[] last = {0};
    assertThatThrownBy(
            () -> {
              for (EventClient.Received e = client.next(); e != null; e = client.next()) {
                assertThat(e.id()).isEqualTo(last[0] + 1);
                last[0] = e.id();
              }
            })
        .isInstanceOfAny(EOFException.class, java.net.SocketException.class);
    return last[0];
  }
}
