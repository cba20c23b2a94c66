package io.archway.gateway.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a settings file into paths and what was given for them, each with its line. Groups, lists
 * and values only.
 */
final class YamlSettings {
  private final YAMLParser parser;
  private final String name;
  private final List<String> problems;
  private final Map<String, Given> given = new LinkedHashMap<>();

  private YamlSettings(YAMLParser parser, String name, List<String> problems) {
    this.parser = parser;
    this.name = name;
    this.problems = problems;
  }

  /** Whatever cannot be read is added to the problems. */
  static Map<String, Given> read(String yaml, String name, List<String> problems) {
    try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
      YamlSettings reader = new YamlSettings(parser, name, problems);
      reader.readDocument();
      return reader.given;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      problems.add(name + ":" + line + ": " + reason(e.getOriginalMessage()));
    } catch (IOException e) {
      problems.add(name + ": " + e.getMessage());
    }
    return Map.of();
  }

  /** The parser tells in several lines, some of them of the file's own text. */
  private static String reason(String message) {
    List<String> lines = message.strip().lines().map(String::strip).toList();
    return lines.stream()
        .skip(1)
        .filter(line -> line.matches("(expected|found|could not|mapping values|but) .*"))
        .findFirst()
        .map(detail -> lines.get(0) + ": " + detail)
        .orElse(lines.isEmpty() ? "no YAML" : lines.get(0));
  }

  private void readDocument() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_OBJECT) {
      readGroup("");
      first = parser.nextToken();
    }
    if (first != null && first != JsonToken.VALUE_NULL) {
      problem("", "a second document or no settings at all (expected: groups of settings)");
    }
  }

  private void readGroup(String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String path = prefix + parser.currentName();
      String origin = origin();
      switch (parser.nextToken()) {
        case START_OBJECT -> readGroup(path + ".");
        case START_ARRAY -> add(path, new Given(origin, readList(path)));
        default -> add(path, new Given(origin, scalar(path)));
      }
    }
  }

  private List<String> readList(String path) throws IOException {
    List<String> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken().isStructStart()) {
        problem(path, "a group or list inside a list (expected: values)");
        parser.skipChildren();
      } else {
        values.add(scalar(path));
      }
    }
    return values;
  }

  private String scalar(String path) throws IOException {
    if (parser.isCurrentAlias()) {
      problem(path, "an alias (expected: a value)");
    }
    return parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText();
  }

  private void add(String path, Given value) {
    Given before = given.putIfAbsent(path, value);
    if (before != null) {
      problem(path, "given twice, first at " + before.origin());
    }
  }

  private void problem(String path, String text) {
    problems.add(origin() + ": " + (path.isEmpty() ? "" : path + ": ") + text);
  }

  private String origin() {
    return name + ":" + parser.currentTokenLocation().getLineNr();
  }
}
