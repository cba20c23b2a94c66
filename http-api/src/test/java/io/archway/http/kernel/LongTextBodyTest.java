package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextBodyTest {
  private static final Family FAMILY = new Family("test", "/test", new KernelDialect(), List.of());

  record Body(long number, String text, String name, List<String> more) {}

  private static final class Taken implements LongTextBody.Parts<Body> {
    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    Body body;
    boolean given;
    int released;

    @Override
    public void text(ByteBuffer bytes) {
      byte[] some = new byte[bytes.remaining()];
      bytes.get(some);
      text.writeBytes(some);
    }

    @Override
    public Response end(Body whole, boolean wasGiven) {
      body = whole;
      given = wasGiven;
      return Response.noContent();
    }

    @Override
    public void release() {
      released++;
    }

    String asText() {
      return text.toString(StandardCharsets.UTF_8);
    }
  }

  private static Taken take(String json, int piece) throws Exception {
    Taken taken = new Taken();
    Request request = new Request(null, FAMILY, null, Map.of(), null);
    LongTextBody<Body> body = new LongTextBody<>(request, Body.class, "text", taken);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try {
      for (int at = 0; at < bytes.length; at += piece) {
        body.accept(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
      }
      body.complete();
    } finally {
      if (taken.released == 0) {
        body.abort(Problem.of(ProblemType.BAD_REQUEST));
      }
      assertThat(taken.released).isEqualTo(1);
    }
    return taken;
  }

  @Test
  void textGoesOutAndTheRestIsReadAtEverySplit() throws Exception {
    String json =
        "{ \"number\" : 7 , \"text\":\"a\\/b\\n\\u00e9c\\\\ \\\"d\",\"name\":\"x \\\"text\\\": \\\\\","
            + "\"more\":[\"text\",\"{\"]}";
    for (int piece = 1; piece <= json.length(); piece++) {
      Taken taken = take(json, piece);
      assertThat(taken.asText()).isEqualTo("a/b\n\u00e9c\\ \"d");
      assertThat(taken.given).isTrue();
      assertThat(taken.body).isEqualTo(new Body(7, "", "x \"text\": \\", List.of("text", "{")));
    }
  }

  @Test
  void anyLengthPasses() throws Exception {
    String text = "0123456789".repeat(100_000);
    assertThat(take("{\"number\":1,\"text\":\"" + text + "\"}", 4_096).asText()).isEqualTo(text);
  }

  @Test
  void nullAndAbsenceAreNotGiven() throws Exception {
    assertThat(take("{\"number\":1,\"text\":null}", 3).given).isFalse();
    assertThat(take("{\"number\":1}", 3).given).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"number\":1,\"text\":\"a",
        "{\"number\":1,\"text\":\"a\\x\"}",
        "{\"number\":1,\"text\":\"a\\u00g0\"}",
        "{\"number\":1,\"text\":\"a\",\"text\":\"b\"}",
        "{\"number\":1,\"text\":\"a\"} {}",
        "[\"text\",\"a\"]",
        "{\"number\":1,\"texts\":\"a\"}",
        "{\"text\":\"a\"}",
        ""
      })
  void whatIsWrongIsRefused(String json) {
    assertThatThrownBy(() -> take(json, 2)).isInstanceOf(ProblemException.class);
  }

  @Test
  void everythingElseIsBounded() {
    String json = "{\"number\":1,\"name\":\"" + "x".repeat(70_000) + "\"}";
    assertThatThrownBy(() -> take(json, 1_000))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("CONTENT_TOO_LARGE");
  }
}
