package io.archway.dicom.dump;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.UidEntry;
import io.archway.dicom.dict.UidRegistry;
import io.archway.dicom.dict.Vr;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a dump:
 *
 * <pre>
 * ( gggg , eeee )   VR     value                                # comment
 *   hexadecimal     or     [text], text, numbers\numbers,
 *   blanks allowed  none   hex\hex, =NameOfUid, (gggg,eeee) of AT,
 *                          (words of dcmdump) for no value
 * </pre>
 *
 * @param rest what follows the VR
 */
record DumpLine(int number, int tag, Vr vr, String rest) {
  private static final String TAG_TEXT =
      "\\(\\s*([0-9a-fA-F]{1,4})\\s*,\\s*([0-9a-fA-F]{1,4})\\s*\\)";
  private static final Pattern TAG = Pattern.compile(TAG_TEXT);
  private static final Pattern BEGIN = Pattern.compile("[ \t]*" + TAG_TEXT);

  /** Those that dcmdump prints where it does not know, and of its delimitation items. */
  private static final Pattern DUMPED_VR =
      Pattern.compile("(\\?\\?|na|pi|px|ox|xs|lt|up|ob|ul|sq)(?![A-Za-z0-9])");

  private static final Pattern VR = Pattern.compile("[A-Z]{2}(?![A-Za-z0-9_^])");

  /** Whether an element stands at this place of a text. */
  static boolean begins(String text, int position) {
    return BEGIN.matcher(text).region(position, text.length()).lookingAt();
  }

  static DumpLine parse(String line, int number) {
    Matcher matcher = TAG.matcher(line);
    if (!matcher.lookingAt()) {
      throw new DumpParseException(number, "no tag (expected: (gggg,eeee) or #)");
    }
    int tag =
        Tag.of(Integer.parseInt(matcher.group(1), 16), Integer.parseInt(matcher.group(2), 16));
    String rest = line.substring(matcher.end()).stripLeading();
    Vr vr = Dictionary.vr(tag);
    if (DUMPED_VR.matcher(rest).lookingAt()) {
      return new DumpLine(number, tag, vr, rest.substring(2).stripLeading());
    }
    Vr given =
        VR.matcher(rest).lookingAt() ? Vr.of((byte) rest.charAt(0), (byte) rest.charAt(1)) : null;
    return given == null
        ? new DumpLine(number, tag, vr, rest)
        : new DumpLine(number, tag, given, rest.substring(2).stripLeading());
  }

  DumpParseException problem(String text) {
    return new DumpParseException(number, text);
  }

  private DumpParseException valueProblem(String expected) {
    return problem(Tag.toString(tag) + ": value cannot be read (expected: " + expected + ")");
  }

  /** Puts the element; {@code given} is the value as it stands there, from its first character. */
  void put(String given, DataSet to) {
    String value = plain(given);
    if (value.isEmpty()) {
      to.putBytes(tag, vr, new byte[0]);
      return;
    }
    try {
      switch (vr) {
        case AT -> to.putInts(tag, vr, longs(value, DumpLine::tagValue));
        case US -> to.putInts(tag, vr, integers(value, 0, 0xFFFF));
        case SS -> to.putInts(tag, vr, integers(value, Short.MIN_VALUE, Short.MAX_VALUE));
        case UL -> to.putInts(tag, vr, integers(value, 0, 0xFFFF_FFFFL));
        case SL -> to.putInts(tag, vr, integers(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
        case SV -> to.putInts(tag, vr, integers(value, Long.MIN_VALUE, Long.MAX_VALUE));
        case UV -> to.putInts(tag, vr, longs(value, Long::parseUnsignedLong));
        case FL, FD ->
            to.putDecimals(
                tag, vr, Arrays.stream(parts(value)).mapToDouble(Double::parseDouble).toArray());
        case OB, UN -> to.putBytes(tag, vr, hex(value, 2));
        case OW -> to.putBytes(tag, vr, hex(value, 4));
        case OD, OF, OL, OV -> throw valueProblem("none of this VR");
        default -> to.putBytes(tag, vr, value.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (NumberFormatException e) {
      throw valueProblem("that of VR " + vr);
    }
  }

  /** Without brackets, comment and what stands for nothing. */
  private String plain(String given) {
    if (given.isEmpty()) {
      return "";
    }
    return switch (given.charAt(0)) {
      case '[' -> given.substring(1, given.lastIndexOf(']'));
      case '(' -> vr == Vr.AT ? beforeComment(given) : "";
      case '<' -> throw valueProblem("[value]");
      case '=' -> named(beforeComment(given).substring(1).strip());
      default -> beforeComment(given);
    };
  }

  private static String beforeComment(String text) {
    int comment = text.indexOf('#');
    return (comment < 0 ? text : text.substring(0, comment)).stripTrailing();
  }

  private String named(String name) {
    if (vr != Vr.UI) {
      throw valueProblem("the value itself, not the name of a file");
    }
    String plain = letters(name);
    return UidRegistry.entries().stream()
        .filter(entry -> letters(entry.keyword()).equals(plain))
        .map(UidEntry::uid)
        .findFirst()
        .orElseThrow(() -> valueProblem("a UID, or = and the keyword of one"));
  }

  /** DCMTK writes some keywords in other cases and without underscores. */
  private static String letters(String keyword) {
    return keyword.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static long tagValue(String text) {
    Matcher matcher = TAG.matcher(text);
    if (!matcher.matches()) {
      throw new NumberFormatException();
    }
    return Long.parseLong(matcher.group(1), 16) << 16 | Long.parseLong(matcher.group(2), 16);
  }

  private static long[] integers(String value, long least, long most) {
    LongUnaryOperator check =
        number -> {
          if (number < least || number > most) {
            throw new NumberFormatException();
          }
          return number;
        };
    return Arrays.stream(longs(value, Long::parseLong)).map(check).toArray();
  }

  private static long[] longs(String value, ToLongFunction<String> parsed) {
    return Arrays.stream(parts(value)).mapToLong(parsed).toArray();
  }

  private static String[] parts(String value) {
    return Arrays.stream(value.split("\\\\", -1)).map(String::strip).toArray(String[]::new);
  }

  /** Words of that many hexadecimal digits, little endian. */
  private static byte[] hex(String value, int digits) {
    String[] words = parts(value);
    byte[] bytes = new byte[words.length * digits / 2];
    for (int i = 0; i < words.length; i++) {
      if (words[i].length() > digits) {
        throw new NumberFormatException();
      }
      int word = Integer.parseInt(words[i], 16);
      for (int b = 0; b < digits / 2; b++) {
        bytes[i * digits / 2 + b] = (byte) (word >> 8 * b);
      }
    }
    return bytes;
  }
}
