package io.archway.gateway.settings;

import io.archway.index.disk.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings from the packaged archway.yaml (the defaults), over it a settings file, over it the
 * environment, over it options of the command line. All that is wrong anywhere is reported at once.
 */
public final class SettingsLoader {
  /**
   * Variables that are not settings: they are read before there are settings, or by the launcher
   * and the tests.
   */
  static final List<String> OTHER_VARIABLES =
      List.of("ARCHWAY_JAVA_OPTS", "ARCHWAY_HOME", "ARCHWAY_CONF");

  private static final String TEST_VARIABLES = "ARCHWAY_TEST_";
  private static final String DEFAULTS = "/io/archway/gateway/conf/archway.yaml";

  private final List<Setting> settings = Setting.of(Settings.class);
  private final Map<String, Given> given = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final String defaults = packagedDefaults();

  public SettingsLoader() {
    addYaml(defaults, "default archway.yaml");
  }

  /** The text of the settings file that is packaged with the program. */
  public static String packagedDefaults() {
    try (InputStream resource = SettingsLoader.class.getResourceAsStream(DEFAULTS)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public SettingsLoader file(Path file) {
    try {
      String yaml = Files.readString(file);
      if (!yaml.equals(defaults)) {
        addYaml(yaml, file.toString());
      }
    } catch (IOException e) {
      problems.add(file + ": cannot be read: " + FailureReason.of(e));
    }
    return this;
  }

  private void addYaml(String yaml, String name) {
    List<String> names = names(settings, false);
    YamlSettings.read(yaml, name, problems)
        .forEach(
            (path, value) -> {
              if (names.contains(path)) {
                put(path, value);
              } else if (names.stream().noneMatch(known -> known.startsWith(path + "."))) {
                unknown(value.origin(), path, names);
              } else if (!value.only().isEmpty()) {
                problems.add(value.origin() + ": " + path + ": a value (expected: settings)");
              }
            });
  }

  public SettingsLoader environment(Map<String, String> environment) {
    List<String> names = names(settings, true);
    Map<String, String> paths =
        names(settings, false).stream()
            .collect(Collectors.toMap(Setting::environmentName, path -> path));
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (paths.containsKey(name)) {
                put(paths.get(name), fromVariable(paths.get(name), name, value));
              } else if (isUnknownVariable(name)) {
                unknown("environment", name, names);
              }
            });
    return this;
  }

  private static boolean isUnknownVariable(String name) {
    return name.startsWith(Setting.ENVIRONMENT_PREFIX)
        && !name.startsWith(TEST_VARIABLES)
        && !OTHER_VARIABLES.contains(name);
  }

  private Given fromVariable(String path, String name, String value) {
    boolean list =
        settings.stream().anyMatch(setting -> setting.list() && setting.path().equals(path));
    if (!list) {
      return new Given(name, value);
    }
    return new Given(
        name, Stream.of(value.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList());
  }

  /** An option of the command line; null when it was not given. */
  public SettingsLoader option(String option, String path, Object value) {
    if (value != null) {
      put(path, new Given(option, value.toString()));
    }
    return this;
  }

  public Settings load() throws SettingsException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Setting setting : settings) {
      Given source = source(setting);
      if (source != null) {
        read(setting, source, values);
      }
    }
    Object root = group(Settings.class, "", values);
    throwProblems();
    return (Settings) root;
  }

  private void read(Setting setting, Given source, Map<String, Object> values) {
    try {
      values.put(setting.path(), setting.value(source));
    } catch (IllegalArgumentException e) {
      problems.add(source.origin() + ": " + setting.path() + ": " + e.getMessage());
    }
  }

  /** A secret or its file, whichever was given last, the file's contents without the line end. */
  private Given source(Setting setting) {
    Given value = given.get(setting.path());
    if (value == null && !setting.secret()) {
      problems.add("default archway.yaml: " + setting.path() + ": missing");
    }
    Given file = setting.secret() ? given.get(setting.filePath()) : null;
    if (file == null || file.only().isEmpty()) {
      return value;
    }
    try {
      return new Given(file.origin(), Files.readString(Path.of(file.only())).stripTrailing());
    } catch (IOException e) {
      problems.add(
          file.origin()
              + ": "
              + setting.filePath()
              + ": "
              + file.only()
              + " cannot be read: "
              + FailureReason.of(e));
      return null;
    }
  }

  /**
   * What is given later hides what was given before, a secret's file its value and the other way
   * round.
   */
  private void put(String path, Given value) {
    given.put(path, value);
    for (Setting setting : settings) {
      if (setting.secret() && setting.path().equals(path)) {
        given.remove(setting.filePath());
      }
    }
  }

  /** Null where something in it is wrong; the root alone is made of what there is. */
  private Object group(Class<?> type, String prefix, Map<String, Object> values) {
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String path = prefix + component.getName();
      arguments.add(
          Setting.isGroup(component.getType())
              ? group(component.getType(), path + ".", values)
              : values.get(path));
    }
    if (type != Settings.class && arguments.contains(null)) {
      return null;
    }
    try {
      return type.getDeclaredConstructors()[0].newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      problems.add(e.getCause().getMessage());
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void unknown(String origin, String name, Collection<String> names) {
    String near = NearName.of(name, names).map(found -> "; did you mean " + found + "?").orElse("");
    problems.add(origin + ": " + name + ": unknown setting" + near);
  }

  private void throwProblems() throws SettingsException {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  private static List<String> names(List<Setting> settings, boolean environment) {
    Stream<String> paths =
        settings.stream()
            .flatMap(
                setting ->
                    setting.secret()
                        ? Stream.of(setting.path(), setting.filePath())
                        : Stream.of(setting.path()));
    if (!environment) {
      return paths.toList();
    }
    return Stream.concat(paths.map(Setting::environmentName), OTHER_VARIABLES.stream()).toList();
  }
}
