package io.archway.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final StringWriter lines = new StringWriter();
  private final StringWriter bar = new StringWriter();

  @Test
  void writesAPlainLineAtEveryTenthWhereThereIsNoTerminal() {
    try (ProgressBar progress = progressBar(false, 25)) {
      for (int i = 0; i < 25; i++) {
        progress.advance(1);
      }
    }
    assertThat(text(bar).lines()).hasSize(10).first().isEqualTo("send: 3 of 25 (10 %)");
    assertThat(text(bar)).endsWith("send: 25 of 25 (100 %)" + System.lineSeparator());
  }

  @Test
  void redrawsOneLineOnATerminal() {
    try (ProgressBar progress = progressBar(true, 2)) {
      progress.advance(1);
      progress.advance(1);
    }
    assertThat(text(bar))
        .startsWith("\rsend [###############...............] 1 of 2")
        .contains("\rsend [##############################] 2 of 2")
        .endsWith(System.lineSeparator());
  }

  @Test
  void putsLinesAboveTheBar() {
    try (ProgressBar progress = progressBar(true, 2)) {
      progress.advance(1);
      progress.line("stored a.dcm");
      progress.advance(1);
    }
    assertThat(text(lines)).isEqualTo("stored a.dcm" + System.lineSeparator());
    assertThat(text(bar)).contains("\r" + " ".repeat(44) + "\r");
  }

  @Test
  void endsAtOnceWhereThereIsNothingToDo() {
    try (ProgressBar progress = progressBar(false, 0)) {
      progress.advance(0);
    }
    assertThat(text(bar)).startsWith("send: 0 of 0 (100 %)");
  }

  private ProgressBar progressBar(boolean terminal, long total) {
    return new ProgressBar(new PrintWriter(lines), new PrintWriter(bar), terminal, "send", total);
  }

  private static String text(StringWriter out) {
    return out.toString();
  }
}
