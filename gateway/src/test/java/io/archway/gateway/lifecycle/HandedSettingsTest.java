package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.gateway.lifecycle.HandedSettings.Handed;
import io.archway.gateway.settings.SettingNames;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsLoader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** A setting that is not handed on, or not to where it belongs, is a limit that nobody keeps. */
class HandedSettingsTest {
  private static final List<Handed> ALL = HandedSettings.all();

  /** A new setting needs an entry in the list. */
  @Test
  void everySettingIsListed() {
    assertThat(ALL.stream().map(Handed::path).toList()).isEqualTo(SettingNames.paths());
  }

  @Test
  void everySettingReachesItsPart() throws Exception {
    Map<String, String> environment =
        ALL.stream()
            .collect(
                Collectors.toMap(each -> SettingNames.environmentName(each.path()), Handed::value));
    Settings changed = new SettingsLoader().environment(environment).load();
    Settings defaults = new SettingsLoader().load();
    SoftAssertions softly = new SoftAssertions();
    for (Handed each : ALL) {
      softly.assertThat(each.found().apply(changed)).as(each.path()).isEqualTo(each.expected());
      softly
          .assertThat(each.found().apply(defaults))
          .as("default of %s", each.path())
          .isNotEqualTo(each.expected());
    }
    softly.assertAll();
  }
}
