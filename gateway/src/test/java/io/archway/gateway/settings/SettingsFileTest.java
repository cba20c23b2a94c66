package io.archway.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** conf/archway.yaml and the settings records say the same. */
class SettingsFileTest {
  private final String yaml = SettingsLoader.packagedDefaults();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Given> given = YamlSettings.read(yaml, "archway.yaml", problems);
  private final List<Setting> settings = Setting.of(Settings.class);

  @Test
  void theFileHoldsEverySettingAndNoOther() {
    Set<String> paths = new TreeSet<>();
    settings.forEach(setting -> paths.add(setting.path()));
    assertThat(new TreeSet<>(given.keySet())).isEqualTo(paths);
    assertThat(problems).isEmpty();
  }

  @Test
  void theDefaultsAreAccepted() throws SettingsException {
    assertThat(new SettingsLoader().load().dicom().aeTitle()).isEqualTo("ARCHWAY");
  }

  @Test
  void everyEntryIsExplainedAboveIt() {
    List<String> lines = yaml.lines().toList();
    given.forEach(
        (path, value) -> {
          int line = Integer.parseInt(value.origin().substring("archway.yaml:".length()));
          assertThat(lines.get(line - 2)).as(path).matches("(  )+# .+");
        });
  }

  @Test
  void everyRangeIsTold() {
    List<String> lines = yaml.lines().toList();
    for (Setting setting : settings) {
      if (setting.range() != null) {
        String origin = given.get(setting.path()).origin();
        int line = Integer.parseInt(origin.substring("archway.yaml:".length()));
        assertThat(lines.get(line - 2))
            .as(setting.path())
            .contains(setting.range().min() + " to " + setting.range().max());
      }
    }
  }

  @Test
  void noTwoSettingsShareAVariable() {
    assertThat(settings.stream().map(Setting::environmentName)).doesNotHaveDuplicates();
  }
}
