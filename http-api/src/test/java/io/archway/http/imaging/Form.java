package io.archway.http.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A form with files, as a browser sends it. */
final class Form {
  static final String BOUNDARY = "----form7MA4YWxk";
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Form field(String name, Object value) {
    return part("name=\"" + name + "\"", value.toString().getBytes(StandardCharsets.UTF_8));
  }

  Form file(String fileName, byte[] content) {
    return part("name=\"file\"; filename=\"" + fileName + "\"", content);
  }

  private Form part(String parameters, byte[] content) {
    write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + parameters + "\r\n\r\n");
    body.writeBytes(content);
    write("\r\n");
    return this;
  }

  private void write(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    try (ByteArrayOutputStream whole = new ByteArrayOutputStream()) {
      body.writeTo(whole);
      whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
      return whole.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> headers(String token) {
    return Map.of(
        "Authorization",
        "Bearer " + token,
        "Content-Type",
        "multipart/form-data; boundary=" + BOUNDARY);
  }
}
