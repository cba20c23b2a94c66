package io.archway.dicom.data;

import io.archway.dicom.dict.Vr;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text of a data set by its Specific Character Set (0008,0005). Stateless. */
final class TextCoding {
  private TextCoding() {}

  static String decode(byte[] bytes, Vr vr, List<String> definedTerms) {
    return new String(bytes, charset(definedTerms));
  }

  static byte[] encode(String text, Vr vr, List<String> definedTerms) {
    return text.getBytes(charset(definedTerms));
  }

  private static Charset charset(List<String> definedTerms) {
    return definedTerms.contains("ISO_IR 192")
        ? StandardCharsets.UTF_8
        : StandardCharsets.ISO_8859_1;
  }
}
