package io.archway.worklist;

import static io.archway.index.worklist.WorklistFixture.DAY;
import static io.archway.index.worklist.WorklistFixture.TIME;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.index.database.TestDatabase;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.WorklistFixture;
import io.archway.worklist.WorklistPort.Found;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random keys in whatever character set a device asks in find what the same keys find in UTF-8, and
 * the answers read the same. The bytes of keys are those of Java's encoders, not of ours.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class EncodedKeysTest {
  private static final int QUERIES = 60;
  private static final int PEOPLE = 8;

  private static final List<String> LATIN = List.of("Doe", "Smith", "Anna", "Jo");

  @Parameter TestDatabase kind;

  private record Person(Script script, String name, String description) {}

  /** By Patient ID. */
  private final Map<String, Person> people = new TreeMap<>();

  /**
   * A character set by its defined terms and Java's name, the escape that comes before its letters
   * in each component, and names of people who write in it.
   */
  private enum Script {
    WESTERN("ISO_IR 100", "ISO-8859-1", "", "Müller", "García", "Åström", "Groß", "Zoë", "José"),
    CENTRAL("ISO_IR 101", "ISO-8859-2", "", "Łukasz", "Dvořák", "Łódź", "Škoda", "Żak", "Őry"),
    CYRILLIC("ISO_IR 144", "ISO-8859-5", "", "Иванов", "Ђорђевић", "Љубица", "Џајкова", "Їжак"),
    GREEK("ISO_IR 126", "ISO-8859-7", "", "Παπαδόπουλος", "Ωμέγα", "Διονύσιος", "Άννα", "Ζωή"),
    THAI("ISO_IR 166", "TIS-620", "", "นามสกุล", "ชื่อต้น", "สมชาย", "เกิด", "น้ำ"),
    HEBREW("ISO_IR 138", "ISO-8859-8", "", "שרון", "דבורה", "שלום", "כהן"),
    ARABIC("ISO_IR 127", "ISO-8859-6", "", "قباني", "لنزار", "محمد", "آمنة"),
    KATAKANA("ISO_IR 13", "JIS_X0201", "", "ﾔﾏﾀﾞ", "ﾀﾛｳ", "ｽｽﾞｷ"),
    KANJI("\\ISO 2022 IR 87", "ISO-2022-JP", "", "山田", "太郎", "やまだ", "タロウ", "鈴木", "深い"),
    HANGUL("\\ISO 2022 IR 149", "EUC-KR", "\u001B$)C", "홍", "길동", "洪", "吉洞", "김"),
    CHINESE("GB18030", "GB18030", "", "王", "小东", "张", "𠮷田", "赵"),
    CHINESE_SHORT("GBK", "GBK", "", "王", "小东", "张", "赵");

    private final String[] terms;
    private final Charset charset;
    private final byte[] escape;
    private final List<String> names;

    Script(String terms, String charset, String escape, String... names) {
      this.terms = terms.split("\\\\");
      this.charset = Charset.forName(charset);
      this.escape = escape.getBytes(US_ASCII);
      this.names = List.of(names);
    }

    /** Java's ISO-2022-JP knows half-width Kana, ISO 2022 IR 87 does not. */
    boolean canWrite(String text) {
      boolean known = this != KANJI || text.chars().noneMatch(c -> c >= 0xFF61 && c <= 0xFF9F);
      return known && charset.newEncoder().canEncode(text);
    }

    /** PS3.5 6.1.2.5.3: what was designated is forgotten at each delimiter. */
    byte[] write(String text) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (String part : text.split("(?<=[\\^=])|(?=[\\^=])")) {
        boolean plain = part.chars().allMatch(c -> c < 0x80);
        bytes.writeBytes(plain ? new byte[0] : escape);
        bytes.writeBytes(part.getBytes(charset));
      }
      return bytes.toByteArray();
    }

    String read(byte[] bytes) {
      String all = new String(bytes, StandardCharsets.ISO_8859_1);
      String letters = escape.length == 0 ? all : all.replace(new String(escape, US_ASCII), "");
      return new String(letters.getBytes(StandardCharsets.ISO_8859_1), charset).strip();
    }

    String[] terms() {
      return terms;
    }

    /** As they are written in answers: an empty first one is said. */
    List<String> writtenTerms() {
      return Stream.of(terms).map(term -> term.isEmpty() ? "ISO 2022 IR 6" : term).toList();
    }

    List<String> names() {
      return names;
    }
  }

  @Test
  void keysOfAnyCharacterSetFindWhatTheyFindInUtf8() throws Exception {
    Random random = new Random(20261122);
    try (WorklistFixture fixture = new WorklistFixture(kind);
        WorklistPort port = new WorklistPort(fixture, WorklistPort.SETTINGS)) {
      for (Script script : Script.values()) {
        for (int i = 0; i < PEOPLE; i++) {
          order(fixture, script, random);
        }
      }
      try (AssociationRequester device = port.connect("PAN1", "ARCHWAY")) {
        for (Script script : Script.values()) {
          compare(device, script, random);
        }
      }
    }
  }

  private void compare(AssociationRequester device, Script script, Random random)
      throws IOException {
    List<Person> own = people.values().stream().filter(one -> one.script == script).toList();
    int found = 0;
    Set<String> beyondAscii = new HashSet<>();
    for (int i = 0; i < QUERIES; i++) {
      Person person = one(own, random);
      String name = key(person.name, random);
      String description = random.nextInt(3) == 0 ? key(person.description, random) : "";
      if (!script.canWrite(name) || !script.canWrite(description)) {
        continue;
      }
      Set<String> expected = ids(ask(device, null, name, description));
      Found encoded = ask(device, script, name, description);
      assertThat(ids(encoded)).as("%s: %s, %s", script, name, description).isEqualTo(expected);
      encoded.answers().forEach(answer -> assertReadable(script, answer, beyondAscii));
      found += expected.isEmpty() ? 0 : 1;
    }
    assertThat(found).as("%s: queries that found something", script).isGreaterThan(QUERIES / 4);
    assertThat(beyondAscii).as("%s: values that were compared", script).isNotEmpty();
  }

  /** What the set can write is answered as it is kept. */
  private void assertReadable(Script script, DataSet answer, Set<String> beyondAscii) {
    String name = answer.string(Tag.PATIENT_NAME);
    String kept = people.get(answer.string(Tag.PATIENT_ID)).name;
    if (script.canWrite(kept)) {
      assertThat(name).as("%s", script).isEqualTo(kept);
      assertThat(script.read(answer.bytes(Tag.PATIENT_NAME))).as("%s", script).isEqualTo(kept);
      if (!kept.chars().allMatch(c -> c < 0x80)) {
        beyondAscii.add(kept);
        assertThat(answer.strings(Tag.SPECIFIC_CHARACTER_SET)).isEqualTo(script.writtenTerms());
      }
    }
  }

  private static Set<String> ids(Found found) {
    assertThat(found.result().status()).isZero();
    Set<String> ids = new TreeSet<>();
    found.answers().forEach(answer -> ids.add(answer.string(Tag.PATIENT_ID)));
    assertThat(ids).as("one step a patient").hasSameSizeAs(found.answers());
    return ids;
  }

  private static Found ask(
      AssociationRequester device, Script script, String name, String description)
      throws IOException {
    DataSet step = new DataSet();
    DataSet keys = new DataSet().put(Tag.PATIENT_ID, Vr.LO);
    if (script == null) {
      keys.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 192").put(Tag.PATIENT_NAME, Vr.PN, name);
      step.put(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Vr.LO, description);
    } else {
      keys.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, script.terms())
          .putBytes(Tag.PATIENT_NAME, Vr.PN, script.write(name));
      step.putBytes(Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, Vr.LO, script.write(description));
    }
    return WorklistPort.find(device, keys.putItems(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, step));
  }

  private void order(WorklistFixture fixture, Script script, Random random) {
    String id = "P" + people.size();
    Person person = new Person(script, name(script, random), one(script.names(), random));
    people.put(id, person);
    long patient = fixture.patient(id, person.name, DAY.minusYears(20));
    NewStep step = NewStep.of("PX", DAY, TIME).withDescription(person.description);
    fixture.insert(fixture.order(patient, step));
  }

  private static String name(Script script, Random random) {
    String own = one(script.names(), random) + "^" + one(script.names(), random);
    return random.nextInt(3) == 0 ? one(LATIN, random) + "^" + one(LATIN, random) + "=" + own : own;
  }

  /** As it is, in other case, or with wild cards. */
  private static String key(String text, Random random) {
    List<Integer> points = new ArrayList<>(text.codePoints().boxed().toList());
    int at = random.nextInt(points.size());
    return switch (random.nextInt(8)) {
      case 0 -> text(points.subList(0, at)) + "*";
      case 1 -> text(points.subList(0, at)) + "?" + text(points.subList(at + 1, points.size()));
      case 2 -> text(points.subList(0, at)) + "*" + text(points.subList(at + 1, points.size()));
      case 3 -> "*" + text(points.subList(at, points.size()));
      case 4 -> text.split("\\^")[0] + "^*";
      case 5 -> text.toLowerCase(Locale.ROOT);
      case 6 -> text.split("=")[text.split("=").length - 1];
      default -> text;
    };
  }

  private static String text(List<Integer> points) {
    StringBuilder text = new StringBuilder();
    points.forEach(text::appendCodePoint);
    return text.toString();
  }

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
