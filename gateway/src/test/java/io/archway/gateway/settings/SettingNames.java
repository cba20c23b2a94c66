package io.archway.gateway.settings;

import java.util.List;

/** For tests of other packages: the paths of all settings, and their names in the environment. */
public final class SettingNames {
  private SettingNames() {}

  public static List<String> paths() {
    return Setting.of(Settings.class).stream().map(Setting::path).toList();
  }

  public static String environmentName(String path) {
    return Setting.environmentName(path);
  }
}
