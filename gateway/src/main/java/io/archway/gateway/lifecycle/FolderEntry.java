package io.archway.gateway.lifecycle;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Apart;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An entry of a setting that lists watched folders: a folder, and after bars what holds for it, as
 * in {@code C:\orders | office=Downtown | station=PAN1}.
 *
 * @param setting for messages
 */
record FolderEntry(String setting, Path folder, Map<String, String> given) {

  /**
   * @param names of what may be given, once each
   */
  static FolderEntry parse(String setting, String entry, List<String> names) {
    String[] parts = entry.split(" \\| ", -1);
    Map<String, String> given = new TreeMap<>();
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
      String value = equals < 0 ? "" : part.substring(equals + 1).strip();
      if (!names.contains(name) || value.isEmpty() || given.put(name, value) != null) {
        throw problem(
            setting, part.strip() + " (expected: once each, " + String.join("=, ", names) + "=)");
      }
    }
    return new FolderEntry(setting, path(setting, parts[0].strip()), given);
  }

  private static Path path(String setting, String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw problem(setting, "a path that is none (expected: a folder)");
    }
    throw problem(setting, "nothing (expected: a folder)");
  }

  /** Nobody takes the files of another, or those of the store. */
  static void checkApart(String setting, Path home, List<Path> folders, List<Path> others) {
    List<Path> all = new ArrayList<>(others);
    for (Path each : folders) {
      Apart.fromHome(home, each, ExitCode.SETTINGS, setting);
      if (!Files.isDirectory(each)) {
        throw problem(setting, each + " (expected: a folder)");
      }
      for (Path other : all) {
        if (Apart.overlap(each, other)) {
          throw problem(setting, each + " (expected: apart from the watched folder " + other + ")");
        }
      }
      all.add(each);
    }
  }

  static CommandFailure problem(String setting, String text) {
    return new CommandFailure(ExitCode.SETTINGS, setting + ": " + text);
  }
}
