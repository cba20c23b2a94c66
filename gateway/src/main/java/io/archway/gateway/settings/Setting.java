package io.archway.gateway.settings;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * One setting: a component of the settings records that is not itself a group. Its path is the
 * names from the root, {@code dicom.aeTitle}; its name in the environment is derived from the path,
 * {@code ARCHWAY_DICOM_AE_TITLE}.
 */
record Setting(String path, Class<?> type, boolean list, Range range, Form form) {
  static final String ENVIRONMENT_PREFIX = "ARCHWAY_";

  /** All settings below a record, in the order of its components. */
  static List<Setting> of(Class<?> root) {
    List<Setting> settings = new ArrayList<>();
    collect(root, "", settings);
    return List.copyOf(settings);
  }

  private static void collect(Class<?> group, String prefix, List<Setting> settings) {
    for (RecordComponent component : group.getRecordComponents()) {
      String path = prefix + component.getName();
      Class<?> type = component.getType();
      if (isGroup(type)) {
        collect(type, path + ".", settings);
      } else {
        settings.add(leaf(path, component));
      }
    }
  }

  static boolean isGroup(Class<?> type) {
    return type.isRecord() && !ScalarType.isScalar(type);
  }

  private static Setting leaf(String path, RecordComponent component) {
    boolean list = component.getType() == List.class;
    Class<?> type = list ? String.class : component.getType();
    if (!ScalarType.isScalar(type)) {
      throw new IllegalStateException(path + ": no setting can have the type " + type.getName());
    }
    return new Setting(
        path,
        type,
        list,
        component.getAnnotation(Range.class),
        component.getAnnotation(Form.class));
  }

  boolean secret() {
    return type == Secret.class;
  }

  /** Of a secret: the path of the setting that names a file with its value. */
  String filePath() {
    return path + "File";
  }

  String environmentName() {
    return environmentName(path);
  }

  static String environmentName(String path) {
    StringBuilder name = new StringBuilder(ENVIRONMENT_PREFIX);
    for (char c : path.toCharArray()) {
      if (Character.isUpperCase(c)) {
        name.append('_');
      }
      name.append(c == '.' || c == '-' ? '_' : Character.toUpperCase(c));
    }
    return name.toString();
  }

  /**
   * The value of what was given, checked; throws IllegalArgumentException that names value and
   * expectation.
   */
  Object value(Given given) {
    if (list) {
      given.values().forEach(this::checkForm);
      return List.copyOf(given.values());
    }
    if (given.values().size() != 1) {
      throw new IllegalArgumentException("a list (expected: one value)");
    }
    String text = given.values().get(0);
    checkForm(text);
    Object value = parse(text);
    checkRange(text, value);
    return value;
  }

  private Object parse(String text) {
    try {
      return ScalarType.of(type).parse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(shown(text) + " (expected: " + e.getMessage() + ")", e);
    }
  }

  private void checkForm(String text) {
    if (form != null && !text.matches(form.pattern())) {
      throw new IllegalArgumentException(shown(text) + " (expected: " + form.expected() + ")");
    }
  }

  @SuppressWarnings("unchecked")
  private void checkRange(String text, Object value) {
    if (range == null) {
      return;
    }
    Comparable<Object> comparable = (Comparable<Object>) value;
    ScalarType scalar = ScalarType.of(type);
    if (comparable.compareTo(scalar.parse(range.min())) < 0
        || comparable.compareTo(scalar.parse(range.max())) > 0) {
      throw new IllegalArgumentException(
          shown(text) + " (expected: " + range.min() + " to " + range.max() + ")");
    }
  }

  private String shown(String text) {
    if (secret()) {
      return "(secret)";
    }
    return text.isEmpty() ? "nothing" : text;
  }
}
