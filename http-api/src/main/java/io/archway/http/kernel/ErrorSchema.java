package io.archway.http.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The schema of an error body that is a text and, for wrong fields, texts by field. */
public final class ErrorSchema {

  private ErrorSchema() {}

  /**
   * @param text the member that holds the text
   */
  public static void write(ObjectNode schema, String text, boolean withFields) {
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    properties.putObject(text).put("type", "string");
    schema.putArray("required").add(text);
    if (withFields) {
      ObjectNode errors = properties.putObject("errors").put("type", "object");
      ObjectNode texts = errors.putObject("additionalProperties").put("type", "array");
      texts.putObject("items").put("type", "string");
    }
  }
}
