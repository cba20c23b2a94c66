package io.archway.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.index.database.TestDatabase;
import io.archway.index.study.CodedValue;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import io.archway.worklist.WorklistPort.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Devices that ask what no device should: each query has an end with a status that says why, none
 * is an error of the gateway, and the next one is answered.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class HostileQueriesTest {
  private static final int STEPS = Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE;
  private static final int ROUNDS = 250;
  private static final int[] OF_STEPS = {
    Tag.MODALITY,
    Tag.SCHEDULED_STATION_AE_TITLE,
    Tag.SCHEDULED_PROCEDURE_STEP_START_DATE,
    Tag.SCHEDULED_PROCEDURE_STEP_START_TIME,
    Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME,
    Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION,
    Tag.SCHEDULED_PROCEDURE_STEP_ID,
    Tag.SCHEDULED_PROCEDURE_STEP_LOCATION,
    0x00400008,
    0x00080100,
    0x00080102,
    0x00400020
  };
  private static final String DESCRIPTION = "a panoramic image of the whole jaw, twice";

  @Parameter TestDatabase kind;
  private final ListAppender<ILoggingEvent> errors = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(WorklistQuery.class);
  private WorklistFixture fixture;
  private WorklistPort port;

  @BeforeEach
  void open() throws Exception {
    errors.start();
    log.addAppender(errors);
    fixture = new WorklistFixture(kind);
    for (int i = 0; i < 40; i++) {
      NewStep step =
          new NewStep(
              null,
              DAY,
              TIME,
              "PX",
              List.of("PAN1"),
              "Pan",
              "Room",
              DESCRIPTION,
              "Perf^One",
              null,
              null,
              List.of(new CodedValue("C", "99L", "Code")));
      long patient = fixture.patient("P" + i, "Aaaaaaaaaaaaaaaaaaaaaaaab^Jane", DAY.minusYears(9));
      fixture.insert(fixture.order(patient, step));
    }
    port = new WorklistPort(fixture, WorklistPort.SETTINGS);
  }

  @AfterEach
  void close() {
    port.close();
    fixture.close();
    log.detachAppender(errors);
  }

  private void assertWell() throws IOException {
    assertThat(errors.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .isEmpty();
    assertThat(port.find(new DataSet().put(Tag.PATIENT_ID, Vr.LO, "P7")).answers()).hasSize(1);
  }

  @Test
  void wildCardsInAnyNumberAreWildCards() throws Exception {
    Map<String, Integer> storms = new LinkedHashMap<>();
    storms.put("*?*?*?", 40);
    storms.put("?*".repeat(41), 40);
    storms.put("?*".repeat(42), 0);
    storms.put("*".repeat(1_024), 40);
    storms.put("?".repeat(41), 40);
    storms.put("?".repeat(1_024), 0);
    storms.put("*a*a*a*a*a", 0);
    storms.put("a*a*a*a*e", 40);
    storms.put("a*".repeat(512), 0);
    storms.put("*a?".repeat(340), 0);
    for (Map.Entry<String, Integer> storm : storms.entrySet()) {
      DataSet keys =
          WorklistPort.steps(new DataSet())
              .putItems(
                  STEPS,
                  new DataSet()
                      .put(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Vr.LO, storm.getKey()));
      assertThat(port.find(keys).answers()).as(storm.getKey()).hasSize(storm.getValue());
    }
    assertThat(port.find(name("*a".repeat(24) + "b^*")).answers()).hasSize(40);
    assertThat(port.find(name("*a".repeat(25) + "b^*")).answers()).isEmpty();
    assertThat(port.find(name("?*".repeat(400))).answers()).isEmpty();
    assertThat(port.find(name("*^".repeat(200) + "*")).result().status()).isZero();
    assertWell();
  }

  private static DataSet name(String... values) {
    return new DataSet().put(Tag.PATIENT_NAME, Vr.PN, values);
  }

  @Test
  void whatIsTooMuchIsRefusedWithItsElement() throws Exception {
    assertRefused(name("a*".repeat(513)), "1026 characters (expected: <= 1024)");
    assertRefused(name(many(65, "a")), "65 values (expected: <= 64)");
    assertRefused(
        new DataSet().put(Tag.ACCESSION_NUMBER, Vr.SH, many(65, "a*")),
        "65 values (expected: <= 64)");
    assertRefused(
        new DataSet().put(Tag.STUDY_INSTANCE_UID, Vr.UI, many(1_025, "1.2.")),
        "1025 values (expected: <= 1024)");
    assertThat(port.find(name(many(64, "Nobody"))).result().status()).isZero();
    DataSet ids = new DataSet().put(Tag.PATIENT_ID, Vr.LO, many(1_024, "P"));
    assertThat(port.find(ids).answers()).hasSize(40);
    assertWell();
  }

  private static String[] many(int count, String text) {
    String[] values = new String[count];
    Arrays.setAll(values, i -> text + i);
    return values;
  }

  private void assertRefused(DataSet keys, String comment) throws IOException {
    DimseResult result = port.find(keys).result();
    assertThat(result.status()).isEqualTo(0xA900);
    assertThat(result.errorComment()).contains(comment);
  }

  @Test
  void sequencesWithoutEndAreNoIdentifier() throws Exception {
    DataSet deep = new DataSet().put(Tag.MODALITY, Vr.CS, "PX");
    for (int i = 0; i < 200; i++) {
      deep = new DataSet().putItems(STEPS, deep);
    }
    assertThat(port.find(deep).result().status()).isEqualTo(0xC000);
    DataSet[] items = new DataSet[1_900];
    Arrays.setAll(items, i -> new DataSet());
    assertThat(port.find(new DataSet().putItems(STEPS, items)).result().status()).isEqualTo(0xA900);
    DataSet wide = new DataSet();
    for (int i = 1; i <= 3_000; i++) {
      wide.put(Tag.of(0x0011 + 2 * (i / 200), i % 200 + 0x1000), Vr.LO, "x");
    }
    assertThat(port.find(wide).result().status()).isEqualTo(0xC000);
    assertWell();
  }

  /** Any element that is known, with any value in any VR, here or in a sequence. */
  @Test
  void whateverIsAskedHasAnEnd() throws Exception {
    Random random = new Random(20261122);
    List<Integer> tags =
        Stream.of(WorklistTags.LEAVES, WorklistTags.SEQUENCES, OF_STEPS)
            .flatMapToInt(Arrays::stream)
            .boxed()
            .toList();
    try (AssociationRequester device = port.connect("HOSTILE", "ARCHWAY")) {
      for (int round = 0; round < ROUNDS; round++) {
        DataSet keys = random(random, tags, 0);
        Found found = WorklistPort.find(device, keys);
        assertThat(found.result().status())
            .as("round %d: %s", round, found.result().errorComment())
            .isIn(0, 0xA900, 0xC000);
      }
    }
    assertWell();
  }

  private static DataSet random(Random random, List<Integer> tags, int depth) {
    DataSet keys = new DataSet();
    for (int i = random.nextInt(6); i >= 0; i--) {
      int tag = tags.get(random.nextInt(tags.size()));
      if (random.nextInt(4) == 0 && depth < 4) {
        DataSet[] items = new DataSet[random.nextInt(3)];
        Arrays.setAll(items, item -> random(random, tags, depth + 1));
        keys.putItems(random.nextBoolean() ? STEPS : tag, items);
      } else {
        keys.putBytes(tag, Vr.UN, bytes(random));
      }
    }
    if (random.nextInt(3) == 0) {
      String[] sets = {"ISO_IR 192", "ISO_IR 87", "\\ISO 2022 IR 87", "nonsense", "GB18030"};
      keys.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, sets[random.nextInt(sets.length)]);
    }
    return keys;
  }

  private static byte[] bytes(Random random) {
    String[] texts = {
      "*",
      "?",
      "",
      "-",
      "20260101-",
      "-\\-",
      "99999999",
      "240000",
      "\\",
      "a\u0000b",
      "\u001B$B",
      "^=^",
      "===",
      "*^*=*",
      "1.2.3\u0000",
      "20260101-20250101",
      "PX\\*",
      "'; DROP TABLE patient",
      "%",
      "_",
      "!",
      "\uFFFF",
      "0",
      "-1",
      "1e999",
      "12-"
    };
    if (random.nextBoolean()) {
      return texts[random.nextInt(texts.length)].getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void aQueryThatEndsByAnErrorGivesItsPlaceBack() throws Exception {
    WorklistSettings one =
        new WorklistSettings(
            1, 1, 100, SeenBy.ALL, Map.of(), true, Duration.ZERO, Map.of(), ZoneOffset.UTC);
    try (WorklistPort narrow = new WorklistPort(fixture, one)) {
      for (int i = 0; i < 3; i++) {
        try (AssociationRequester device = narrow.connect("PAN1", "BROKEN")) {
          assertThat(WorklistPort.find(device, name()).result().status()).isEqualTo(0xC000);
        }
        assertThat(narrow.find(name()).answers()).hasSize(40);
      }
    }
  }

  /** Whenever a device thinks better of it, its association goes on. */
  @Test
  void aQueryIsCancelledAtEachOfItsAnswers() throws Exception {
    try (AssociationRequester device = port.connect("PAN1", "ARCHWAY")) {
      for (int at = 0; at < 40; at++) {
        int[] left = {at};
        DimseResult result = device.find(1, name(), (status, answer) -> left[0]-- > 0);
        assertThat(result.status()).as("cancelled at answer %d", at).isIn(0, 0xFE00);
      }
      assertThat(WorklistPort.find(device, name()).answers()).hasSize(40);
    }
    for (int i = 0; i < 20; i++) {
      AssociationRequester gone = port.connect("PAN1", "ARCHWAY");
      try {
        gone.find(1, name(), (status, answer) -> abort(gone));
      } catch (IOException asItShouldBe) {
        // the association is over
      }
    }
    assertWell();
  }

  private static boolean abort(AssociationRequester requester) {
    requester.association().abort("gone");
    return true;
  }
}
