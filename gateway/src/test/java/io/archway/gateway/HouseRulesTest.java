package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What we agreed never to write, looked for in the sources of all modules. Patterns are split so as
 * not to match here.
 */
class HouseRulesTest {
  private static final String OWN_NAME = HouseRulesTest.class.getSimpleName() + ".java";
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private record Rule(String name, String folder, String pattern) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule("tests await conditions", "src/test", "Thread\\.sleep|TimeUnit\\.\\w+\\.sleep"),
          new Rule("no test is switched off", "src/test", "@(Disabled|Ignore)\\b"),
          new Rule("tests use real things", "src/test", "\\borg\\.mockito|\\bmock\\("),
          new Rule("nothing is put off", "src", "\\b(TODO|FIXME|XXX)\\b"),
          new Rule("no paths of one machine", "src", "\"/(work|home|root|Users|tmp)/"),
          new Rule(
              "names say what differs",
              "src",
              "(?:class|interface|enum|record) +"
                  + "(\\w+(?:Manager|Helper|Utils?|Impl|Base|Info)|Abstract\\w+)\\b"),
          new Rule("no empty catch", "src", "catch \\([^)]*\\) \\{\\s*\\}"),
          new Rule("no stack trace on the console", "src", "\\.printStackTrace\\(\\)"),
          new Rule("no author tags", "src", "@author\\b"));

  @TestFactory
  Stream<DynamicTest> rules() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).hasSizeGreaterThan(20);
    return RULES.stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.name(), () -> assertThat(breaches(rule, sources)).isEmpty()));
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path folder :
          modules.map(module -> module.resolve("src")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(folder)) {
          files
              .filter(file -> file.toString().endsWith(".java") && !file.endsWith(OWN_NAME))
              .forEach(sources::add);
        }
      }
    }
    return sources;
  }

  private static List<String> breaches(Rule rule, List<Path> sources) throws IOException {
    Pattern pattern = Pattern.compile(rule.pattern());
    List<String> breaches = new ArrayList<>();
    for (Path source : sources) {
      String name = ROOT.relativize(source).toString().replace('\\', '/');
      if (name.contains("/" + rule.folder() + "/")) {
        String text = Files.readString(source);
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
          long line = text.substring(0, matcher.start()).lines().count();
          breaches.add(name + ":" + Math.max(1, line) + ": " + matcher.group());
        }
      }
    }
    return breaches;
  }
}
