package io.archway.http.kernel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The fields of a form, each once, as an object of texts (URL Standard, 5.1). */
final class FormFields {

  static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

  private FormFields() {}

  static boolean areIn(String contentType) {
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(MEDIA_TYPE);
  }

  static ObjectNode read(byte[] body, int maxFields) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, String> field : RequestTarget.form(text(body), maxFields)) {
      if (fields.has(field.getKey())) {
        throw new ProblemException(ProblemType.BAD_REQUEST, "body: a field twice (expected: once)");
      }
      fields.put(field.getKey(), field.getValue());
    }
    return fields;
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "body (expected: UTF-8)");
    }
  }
}
