package io.archway.dicom.data;

import io.archway.dicom.charset.TextKind;
import io.archway.dicom.dict.Vr;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reading and making the values of elements by their VR (PS3.5 6.2). Stateless. */
final class Values {
  private Values() {}

  static String firstText(DataSet owner, Element element) {
    Vr vr = DataSet.meantVr(element);
    if (vr.isBinary()) {
      ByteBuffer bytes = numbers(element, vr);
      return bytes.remaining() < size(vr) ? null : number(bytes, vr);
    }
    String text = text(owner, element, vr);
    if (text == null) {
      return null;
    }
    int end = vr.multiValued() ? text.indexOf('\\') : -1;
    return trim(end < 0 ? text : text.substring(0, end), vr);
  }

  static List<String> texts(DataSet owner, Element element) {
    Vr vr = DataSet.meantVr(element);
    List<String> values = new ArrayList<>(2);
    if (vr.isBinary()) {
      ByteBuffer bytes = numbers(element, vr);
      while (bytes.remaining() >= size(vr)) {
        values.add(number(bytes, vr));
      }
      return values;
    }
    String text = text(owner, element, vr);
    if (text == null || trim(text, vr).isEmpty()) {
      return List.of();
    }
    if (!vr.multiValued()) {
      return List.of(trim(text, vr));
    }
    for (int start = 0; start <= text.length(); ) {
      int end = text.indexOf('\\', start);
      end = end < 0 ? text.length() : end;
      values.add(trim(text.substring(start, end), vr));
      start = end + 1;
    }
    return values;
  }

  static Long firstLong(DataSet owner, Element element) {
    Vr vr = DataSet.meantVr(element);
    if (vr.isBinary()) {
      ByteBuffer bytes = numbers(element, vr);
      return bytes.remaining() < size(vr) ? null : (Long) readLong(element, bytes, vr);
    }
    String text = firstText(owner, element);
    return text == null || text.isEmpty() ? null : (Long) parseLong(element, text);
  }

  static Double firstDouble(DataSet owner, Element element) {
    Vr vr = DataSet.meantVr(element);
    if (vr.isBinary()) {
      ByteBuffer bytes = numbers(element, vr);
      return bytes.remaining() < size(vr) ? null : (Double) readDouble(bytes, vr);
    }
    String text = firstText(owner, element);
    return text == null || text.isEmpty() ? null : (Double) parseDouble(element, text);
  }

  static int[] integers(DataSet owner, Element element) {
    Vr vr = DataSet.meantVr(element);
    if (!vr.isBinary()) {
      return texts(owner, element).stream()
          .filter(text -> !text.isEmpty())
          .mapToInt(text -> toInt(element, parseLong(element, text)))
          .toArray();
    }
    ByteBuffer bytes = numbers(element, vr);
    int[] values = new int[bytes.remaining() / size(vr)];
    for (int i = 0; i < values.length; i++) {
      values[i] = toInt(element, readLong(element, bytes, vr));
    }
    return values;
  }

  static double[] doubles(DataSet owner, Element element) {
    Vr vr = DataSet.meantVr(element);
    if (!vr.isBinary()) {
      return texts(owner, element).stream()
          .filter(text -> !text.isEmpty())
          .mapToDouble(text -> parseDouble(element, text))
          .toArray();
    }
    ByteBuffer bytes = numbers(element, vr);
    double[] values = new double[bytes.remaining() / size(vr)];
    for (int i = 0; i < values.length; i++) {
      values[i] = readDouble(bytes, vr);
    }
    return values;
  }

  static List<DataSet> items(Element element) {
    if (element instanceof Element.Sequence sequence) {
      return sequence.items();
    }
    if (element instanceof Element.Skipped || isEmptyValue(element)) {
      return List.of();
    }
    throw DicomParseException.value(element.tag(), "a sequence");
  }

  static Element.Value ofLongs(int tag, Vr vr, long... values) {
    if (vr == Vr.IS || vr == Vr.DS) {
      List<String> texts = new ArrayList<>();
      for (long value : values) {
        texts.add(Long.toString(value));
      }
      return new Element.Value(
          tag, vr, String.join("\\", texts).getBytes(StandardCharsets.US_ASCII));
    }
    ByteBuffer bytes = ByteBuffer.allocate(values.length * size(vr)).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      switch (vr) {
        case US, SS, OW -> bytes.putShort((short) value);
        case UL, SL, OL -> bytes.putInt((int) value);
        case UV, SV, OV -> bytes.putLong(value);
        case AT -> bytes.putShort((short) (value >>> 16)).putShort((short) value);
        default ->
            throw new IllegalArgumentException("VR: " + vr + " (expected: one of whole numbers)");
      }
    }
    return new Element.Value(tag, vr, bytes.array());
  }

  static Element.Value ofDoubles(int tag, Vr vr, double... values) {
    if (vr == Vr.DS) {
      List<String> texts = new ArrayList<>();
      for (double value : values) {
        texts.add(decimalString(value));
      }
      return new Element.Value(
          tag, vr, String.join("\\", texts).getBytes(StandardCharsets.US_ASCII));
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * vr.unitBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (vr) {
        case FL, OF -> bytes.putFloat((float) value);
        case FD, OD -> bytes.putDouble(value);
        default -> throw new IllegalArgumentException("VR: " + vr + " (expected: one of numbers)");
      }
    }
    return new Element.Value(tag, vr, bytes.array());
  }

  /** A decimal string of at most 16 characters (PS3.5 6.2), as precise as that allows. */
  static String decimalString(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("decimal string: " + value + " (expected: a number)");
    }
    String text = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    for (int digits = 15; text.length() > 16; digits--) {
      text = String.format(Locale.ROOT, "%." + digits + "G", value);
    }
    return text;
  }

  private static String text(DataSet owner, Element element, Vr vr) {
    if (element instanceof Element.Text text) {
      return String.join("\\", text.values());
    }
    if (element instanceof Element.Skipped || isEmptyValue(element)) {
      return null;
    }
    if (!(element instanceof Element.Value value) || !(vr.isText() || vr == Vr.UN)) {
      throw DicomParseException.value(element.tag(), "text or numbers");
    }
    return vr.usesCharacterSet() || vr == Vr.UN
        ? owner.characterSet().decode(value.bytes(), kind(vr))
        : new String(value.bytes(), StandardCharsets.ISO_8859_1);
  }

  static TextKind kind(Vr vr) {
    return vr == Vr.PN ? TextKind.PERSON_NAME : vr.multiValued() ? TextKind.VALUES : TextKind.TEXT;
  }

  private static boolean isEmptyValue(Element element) {
    return element instanceof Element.Value value && value.bytes().length == 0
        || element instanceof Element.Text text && text.values().isEmpty();
  }

  private static String trim(String text, Vr vr) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    int start = 0;
    boolean leadingCounts = vr == Vr.LT || vr == Vr.ST || vr == Vr.UT || vr == Vr.UC;
    while (!leadingCounts && start < end && text.charAt(start) == ' ') {
      start++;
    }
    return text.substring(start, end);
  }

  private static ByteBuffer numbers(Element element, Vr vr) {
    if (element instanceof Element.Skipped) {
      return ByteBuffer.allocate(0);
    }
    if (!(element instanceof Element.Value value)) {
      throw DicomParseException.value(element.tag(), "a value of " + vr);
    }
    return ByteBuffer.wrap(value.bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int size(Vr vr) {
    return vr == Vr.AT ? 4 : vr.unitBytes();
  }

  private static String number(ByteBuffer bytes, Vr vr) {
    return switch (vr) {
      case FL -> Float.toString(bytes.getFloat());
      case FD -> Double.toString(bytes.getDouble());
      case UV -> Long.toUnsignedString(bytes.getLong());
      case AT -> String.format(Locale.ROOT, "%04X%04X", bytes.getShort(), bytes.getShort());
      default -> Long.toString(whole(bytes, vr));
    };
  }

  private static long readLong(Element element, ByteBuffer bytes, Vr vr) {
    if (vr == Vr.FL || vr == Vr.FD) {
      double value = readDouble(bytes, vr);
      if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
        throw DicomParseException.value(element.tag(), "a whole number");
      }
      return (long) value;
    }
    long value = whole(bytes, vr);
    if (vr == Vr.UV && value < 0) {
      throw DicomParseException.value(element.tag(), "<= 9223372036854775807");
    }
    return value;
  }

  private static long whole(ByteBuffer bytes, Vr vr) {
    return switch (vr) {
      case US -> bytes.getShort() & 0xFFFF;
      case SS -> bytes.getShort();
      case UL -> bytes.getInt() & 0xFFFFFFFFL;
      case SL -> bytes.getInt();
      case AT -> (bytes.getShort() & 0xFFFFL) << 16 | (bytes.getShort() & 0xFFFFL);
      default -> bytes.getLong();
    };
  }

  private static double readDouble(ByteBuffer bytes, Vr vr) {
    return switch (vr) {
      case FL -> bytes.getFloat();
      case FD -> bytes.getDouble();
      default -> whole(bytes, vr);
    };
  }

  // Integer strings such as "12.0" and "+3" are met; a fraction is not an integer.
  private static long parseLong(Element element, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      double value = parseDouble(element, text);
      if (value == Math.rint(value) && Math.abs(value) <= 1L << 53) {
        return (long) value;
      }
      throw DicomParseException.value(element.tag(), "a whole number");
    }
  }

  private static double parseDouble(Element element, String text) {
    try {
      double value = Double.parseDouble(text.replace(',', '.'));
      if (!Double.isNaN(value) && !Double.isInfinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw DicomParseException.value(element.tag(), "a number");
    }
    throw DicomParseException.value(element.tag(), "a finite number");
  }

  private static int toInt(Element element, long value) {
    boolean tag = DataSet.meantVr(element) == Vr.AT;
    if ((int) value != value && !tag) {
      throw DicomParseException.value(element.tag(), "32-bit integers");
    }
    return (int) value;
  }
}
