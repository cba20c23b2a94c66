package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.imaging.EventClient.Received;
import io.archway.index.database.TestDatabase;
import io.archway.index.event.EventDao;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is bound to an office, or reads what is assigned, is told of what they see, and no more. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class BoundFollowersTest {
  private static final String LINK =
      "{\"office_id\":${%s},\"patient_id\":${%s.patient},\"study_type\":\"safety_overread\","
          + "\"link\":\"https://viewer.example/%d\"}";

  @TempDir static Path folder;
  private static BoundPeople people;
  private static int changes;

  @Parameter TestDatabase kind;

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase kind) throws IOException {
    people = BoundPeople.on(kind, folder);
  }

  @AfterParameterizedClassInvocation
  static void close() throws IOException {
    people.close();
  }

  /** An event of one of the three items. */
  private static void change(String name) throws IOException {
    String office = name.equals("branch") ? "branch.office" : "office";
    String patient = name.equals("main") ? "cbct" : name;
    String body = LINK.formatted(office, patient, ++changes);
    BoundPeople.expect(
        200, people.send("PUT", "/api/worklist/${item." + name + "}", "admin", body));
  }

  private static long lastNumber() {
    return people.gateway.database.read(handle -> handle.attach(EventDao.class).lastNumber());
  }

  private static EventClient follow(String user, long after) throws IOException {
    EventClient client =
        new EventClient(
            people.gateway.server.port(),
            "/api/events",
            Map.of(
                "Authorization",
                "Bearer " + people.token(user),
                "Last-Event-ID",
                Long.toString(after)));
    assertThat(client.status()).isEqualTo(200);
    return client;
  }

  @Test
  void aDentistIsToldOfTheirOffice() throws IOException {
    isToldOfTheirs(
        "dentist",
        "branch",
        Set.of("branch.media", "gone.media"),
        Set.of("branch.patient", "gone.patient"),
        Set.of("item.branch"));
  }

  @Test
  void aRadiologistIsToldOfWhatIsAssigned() throws IOException {
    isToldOfTheirs(
        "reader",
        "assigned",
        Set.of("assigned.media"),
        Set.of("assigned.patient", "documents.patient"),
        Set.of("item.assigned", "item.unread"));
  }

  /** All that happened from the first event on, then what happens while they listen. */
  private static void isToldOfTheirs(
      String user, String own, Set<String> media, Set<String> patients, Set<String> items)
      throws IOException {
    change("main");
    change(own);
    long last = lastNumber();
    Set<String> toldMedia = new TreeSet<>();
    Set<String> toldPatients = new TreeSet<>();
    Set<String> toldItems = new TreeSet<>();
    try (EventClient client = follow(user, 0)) {
      for (long number = 0; number < last; ) {
        Received told = client.next();
        number = told.id();
        add(toldMedia, told.data(), "media_id");
        add(toldPatients, told.data(), "patient_id");
        add(toldItems, told.data(), "worklist_id");
      }
      assertThat(toldMedia).isEqualTo(values(media));
      assertThat(toldPatients).isEqualTo(values(patients));
      assertThat(toldItems).isEqualTo(values(items));
      for (String other : List.of("main", "branch", "assigned")) {
        if (!other.equals(own)) {
          change(other);
        }
      }
      change(own);
      assertThat(client.next().data().path("worklist_id").asText())
          .isEqualTo(people.value("item." + own));
    }
  }

  private static void add(Set<String> ids, JsonNode data, String name) {
    if (data.has(name)) {
      ids.add(data.get(name).asText());
    }
  }

  private static Set<String> values(Set<String> names) {
    Set<String> values = new TreeSet<>();
    names.forEach(name -> values.add(people.value(name)));
    return values;
  }

  private static ApiClient.Answer sign(String user, LiveClient client, String channel)
      throws IOException {
    return people.send(
        "POST",
        "/api/broadcasting/auth",
        user,
        "{\"socket_id\":\"%s\",\"channel_name\":\"%s\"}".formatted(client.socketId(), channel));
  }

  @Test
  void channelsOfOthersAreNotThere() throws IOException {
    Map<String, Set<String>> theirs =
        Map.of(
            "dentist",
            Set.of(
                "private-organization.${organization}",
                "private-user.${dentist.user}",
                "private-office.${branch.office}",
                "private-worklist.${item.branch}"),
            "reader",
            Set.of(
                "private-organization.${organization}",
                "private-user.${reader.user}",
                "private-office.${office}",
                "private-office.${branch.office}",
                "presence-organization.${organization}",
                "private-worklist.${item.assigned}"));
    List<String> all =
        List.of(
            "private-organization.${organization}",
            "private-organization.${foreign.organization}",
            "presence-organization.${organization}",
            "presence-organization.${foreign.organization}",
            "private-office.${office}",
            "private-office.${branch.office}",
            "private-office.${foreign.office}",
            "private-user.${dentist.user}",
            "private-user.${reader.user}",
            "private-worklist.${item.main}",
            "private-worklist.${item.branch}",
            "private-worklist.${item.assigned}");
    for (String user : theirs.keySet()) {
      Set<String> signed = new TreeSet<>();
      try (LiveClient client = LiveClient.open(people.gateway.server.port())) {
        for (String channel : all) {
          int status = sign(user, client, channel).status();
          assertThat(status).as(channel + " as " + user).isIn(200, 404);
          if (status == 200) {
            signed.add(channel);
          }
        }
      }
      assertThat(signed).as(user).isEqualTo(new TreeSet<>(theirs.get(user)));
    }
  }

  /** The organization's and the office's channel, on which others are told of all. */
  @Test
  void channelsTellWhatTheirSubscriberSees() throws IOException {
    isToldOn("dentist", "private-organization.${organization}", "branch");
    isToldOn("dentist", "private-office.${branch.office}", "branch");
    isToldOn("reader", "private-organization.${organization}", "assigned");
    isToldOn("reader", "private-office.${office}", "assigned");
  }

  private static void isToldOn(String user, String name, String own) throws IOException {
    String channel = people.fill(name);
    try (LiveClient client = LiveClient.open(people.gateway.server.port())) {
      JsonNode signed = BoundPeople.expect(200, sign(user, client, channel)).json();
      client.subscribe(channel, signed.path("auth").asText(), null);
      assertThat(client.next().path("event").asText())
          .isEqualTo("pusher_internal:subscription_succeeded");
      for (String other : List.of("main", "branch", "assigned")) {
        if (!other.equals(own)) {
          change(other);
        }
      }
      change(own);
      JsonNode told = client.next();
      assertThat(told.path("channel").asText()).isEqualTo(channel);
      assertThat(LiveClient.data(told).path("worklist_id").asText())
          .as("%s as %s: %s", channel, user, told)
          .isEqualTo(people.value("item." + own));
    }
  }
}
