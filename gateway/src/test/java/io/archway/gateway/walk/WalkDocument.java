package io.archway.gateway.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A document of commands for people: each block of commands (fenced as {@code sh}) and, where the
 * next block is one without a language, what they print.
 */
final class WalkDocument {
  private static final String FENCE = "```";
  private static final String COMMANDS = "```sh";

  /**
   * Commands and what the document says that they print.
   *
   * @param line of the document at which they begin
   * @param excerpt null where the document says nothing
   */
  record Step(int line, List<String> commands, String excerpt) {}

  private WalkDocument() {}

  static List<Step> steps(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Step> steps = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      if (!lines.get(at).startsWith(FENCE)) {
        continue;
      }
      int end = at + 1 + lines.subList(at + 1, lines.size()).indexOf(FENCE);
      List<String> inside = lines.subList(at + 1, end);
      if (lines.get(at).equals(COMMANDS)) {
        steps.add(new Step(at + 2, commands(inside), null));
      } else {
        Step last = steps.remove(steps.size() - 1);
        if (last.excerpt() != null) {
          throw new AssertionError("line " + (at + 1) + ": output that no command precedes");
        }
        steps.add(new Step(last.line(), last.commands(), String.join("\n", inside)));
      }
      at = end;
    }
    return steps;
  }

  /** A command ends with its line, unless a backslash or an open quote goes on. */
  private static List<String> commands(List<String> lines) {
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    for (String line : lines) {
      command.append(line);
      boolean open = command.chars().filter(letter -> letter == '\'').count() % 2 == 1;
      if (open || line.endsWith("\\")) {
        command.append('\n');
      } else {
        commands.add(command.toString());
        command.setLength(0);
      }
    }
    if (!command.isEmpty()) {
      throw new AssertionError("a command without an end: " + command);
    }
    return commands;
  }
}
