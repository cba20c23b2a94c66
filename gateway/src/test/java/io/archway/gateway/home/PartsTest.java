package io.archway.gateway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final List<String> closed = new ArrayList<>();
  private final Parts parts = new Parts();

  @Test
  void closesInTheReverseOrderOfTheStart() {
    parts.add("first", () -> closed.add("first"));
    parts.add("second", () -> closed.add("second"));
    parts.close();
    parts.close();
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void aPartThatFailsToCloseDoesNotKeepTheOthersOpen() {
    parts.add("first", () -> closed.add("first"));
    parts.add("second", PartsTest::fail);
    parts.add("third", PartsTest::fail);
    assertThatThrownBy(parts::close)
        .hasMessage("third did not close")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("first");
  }

  private static void fail() {
    throw new IllegalStateException("broken");
  }
}
