package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestTargetTest {

  @Test
  void decodesEachPartOnce() {
    RequestTarget target = RequestTarget.parse("/a%20b/c/?x=%2525&y=a+b&x=", 10);
    assertThat(target.path()).isEqualTo(List.of("a b", "c", ""));
    assertThat(target.query())
        .isEqualTo(List.of(Map.entry("x", "%25"), Map.entry("y", "a b"), Map.entry("x", "")));
    assertThat(RequestTarget.parse("/", 10).path()).isEmpty();
  }

  @Test
  void takesWhatProxiesSend() {
    assertThat(RequestTarget.parse("HTTP://a:1/b", 1).path()).isEqualTo(List.of("b"));
    assertThat(RequestTarget.parse("https://[::1]?b=1", 1).path()).isEmpty();
  }

  @Test
  void refusesWhatCannotBeReadInOneWay() {
    for (String target :
        List.of("", "a", "*", "a:80", "http://", "/%2e", "/%2F", "/%", "/%f", "/%٣٣")) {
      assertThatThrownBy(() -> RequestTarget.parse(target, 10))
          .as(target)
          .isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void findsTheFamilyOfAPathThatCannotBeRead() {
    assertThat(RequestTarget.rawPath("/api/%/x?y")).isEqualTo(List.of("api", "%", "x"));
    assertThat(RequestTarget.rawPath("api")).isEqualTo(List.of(""));
  }
}
