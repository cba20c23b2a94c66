package io.archway.dicom.charset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every code of every set there and back, random texts there and back, random bytes there. */
class RoundTripTest {
  private static final String[] DECLARATIONS = {
    "ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159",
    "\\ISO 2022 IR 87\\ISO 2022 IR 149\\ISO 2022 IR 58",
    "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126\\ISO 2022 IR 127\\ISO 2022 IR 166",
    "ISO 2022 IR 203\\ISO 2022 IR 101\\ISO 2022 IR 109\\ISO 2022 IR 110\\ISO 2022 IR 138",
    "ISO_IR 148",
    "ISO_IR 192",
    "GB18030",
    "GBK",
    ""
  };

  @ParameterizedTest
  @EnumSource(
      value = Repertoire.class,
      names = {"IR_192", "GB18030", "GBK"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyCodeComesBack(Repertoire repertoire) {
    SpecificCharacterSet set = SpecificCharacterSet.of(repertoire.extendedTerm());
    for (GraphicSet graphics : new GraphicSet[] {repertoire.low(), repertoire.high()}) {
      for (char c : charactersOf(graphics)) {
        String text = "x" + c;
        byte[] bytes = set.encode(text, TextKind.TEXT);
        requireSame(set.read(bytes, 0, bytes.length, TextKind.TEXT), text);
      }
    }
  }

  @Test
  void theTablesHaveTheSizesOfTheirRegistrations() {
    assertThat(charactersOf(GraphicSet.LATIN_9)).hasSize(96);
    assertThat(charactersOf(GraphicSet.LATIN_1)).hasSize(96);
    assertThat(charactersOf(GraphicSet.JIS_X_0201_KATAKANA)).hasSize(63);
    assertThat(charactersOf(GraphicSet.JIS_X_0208)).hasSizeBetween(6_879, 6_900);
    assertThat(charactersOf(GraphicSet.JIS_X_0212)).hasSizeBetween(6_060, 6_070);
    assertThat(charactersOf(GraphicSet.KS_X_1001)).hasSizeBetween(8_220, 8_240);
    assertThat(charactersOf(GraphicSet.GB_2312)).hasSizeBetween(7_440, 7_450);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void randomTextsComeBack(int index) {
    SpecificCharacterSet set = SpecificCharacterSet.of(DECLARATIONS[index]);
    Random random = new Random(20_260_101L + index);
    List<Character> alphabet = alphabetOf(set, random);
    for (int i = 0; i < 2_000; i++) {
      TextKind kind = TextKind.values()[random.nextInt(3)];
      String text = randomText(alphabet, random);
      if (!set.canEncode(text, kind)) {
        continue;
      }
      byte[] bytes = set.encode(text, kind);
      requireSame(set.read(bytes, 0, bytes.length, kind), text);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void randomBytesNeverThrowAndNeverVanish(int index) {
    SpecificCharacterSet set = SpecificCharacterSet.of(DECLARATIONS[index]);
    Random random = new Random(42L + index);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = hostile(random);
      for (TextKind kind : TextKind.values()) {
        String text = set.decode(bytes, kind);
        boolean vanished = text.isEmpty() && bytes.length > 0 && bytes[0] != GraphicSet.Slot.ESC;
        PersonName name = PersonName.parse(text);
        if (vanished || !PersonName.parse(name.format()).equals(name)) {
          fail(set + " lost something of " + HexFormat.of().formatHex(bytes));
        }
        name.folded();
      }
    }
  }

  @Test
  void randomDeclarationsNeverThrow() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      String term = new String(hostile(random), StandardCharsets.ISO_8859_1);
      SpecificCharacterSet set = SpecificCharacterSet.of(term);
      SpecificCharacterSet again = SpecificCharacterSet.of(set.definedTerms());
      assertThat(again).isEqualTo(set);
      assertThat(again.warnings()).isEmpty();
    }
  }

  /** Without AssertJ, which takes most of the time in loops of this length. */
  private static void requireSame(DecodedText decoded, String text) {
    if (!decoded.text().equals(text) || !decoded.oddities().isEmpty()) {
      fail("\"" + text + "\" came back as \"" + decoded.text() + "\" " + decoded.oddities());
    }
  }

  private static byte[] hostile(Random random) {
    String[] pieces = {
      "\u001B$B",
      "\u001B(B",
      "\u001B(J",
      "\u001B)I",
      "\u001B$)C",
      "\u001B$)A",
      "\u001B$(D",
      "\u001B-A",
      "\u001B-F",
      "\u001B",
      "\u001B$",
      "^",
      "=",
      "\\",
      "\r\n",
      "ISO",
      "_IR ",
      "100",
      "87"
    };
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      if (random.nextBoolean()) {
        text.append(pieces[random.nextInt(pieces.length)]);
      } else {
        text.append((char) random.nextInt(256));
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String randomText(List<Character> alphabet, Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(24);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.get(random.nextInt(alphabet.size())));
    }
    return text.toString();
  }

  /** Some characters of each set that is declared, and all delimiters. */
  private static List<Character> alphabetOf(SpecificCharacterSet set, Random random) {
    List<Character> alphabet = new ArrayList<>();
    for (char c : "\\^=\r\n\t\f aZ09".toCharArray()) {
      alphabet.add(c);
    }
    for (GraphicSet graphics : GraphicSet.values()) {
      List<Character> all = new ArrayList<>(charactersOf(graphics));
      for (int i = 0; i < 60; i++) {
        char c = all.get(random.nextInt(all.size()));
        if (set.canEncode(String.valueOf(c), TextKind.TEXT)) {
          alphabet.add(c);
        }
      }
    }
    return alphabet;
  }

  private static TreeSet<Character> charactersOf(GraphicSet set) {
    TreeSet<Character> characters = new TreeSet<>();
    for (int c = 1; set != null && c < 0x10000; c++) {
      if (set.code((char) c) != 0) {
        characters.add((char) c);
      }
    }
    return characters;
  }
}
