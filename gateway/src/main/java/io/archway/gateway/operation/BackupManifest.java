package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a backup consists of: lines of text, the last file written, so that an interrupted backup
 * leaves the one before it whole.
 *
 * @param index name of the index's copy; empty where the index is not embedded
 * @param files of the store, below the folder {@code store}
 */
record BackupManifest(String index, List<Item> files) {
  private static final String NAME = "archway-backup.txt";
  private static final String FIRST_LINE = "archway backup 1";
  private static final Predicate<String> ITEM =
      Pattern.compile("\\d{1,18} (log|large)(/[0-9A-Za-z_-]+(\\.[0-9A-Za-z]+)?){1,4}")
          .asMatchPredicate();

  /** A file and how much of it counts. */
  record Item(String name, long length) {}

  void write(Path folder) throws IOException {
    List<String> lines = new ArrayList<>(List.of(FIRST_LINE, "index " + index));
    files.forEach(item -> lines.add(item.length() + " " + item.name()));
    Path part = folder.resolve(NAME + ".part");
    Files.write(part, lines);
    FileCopy.forceAndRename(part, folder.resolve(NAME));
  }

  static Optional<BackupManifest> find(Path folder) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(NAME));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      throw notOurs(folder);
    }
    if (lines.size() < 2 || !lines.get(0).equals(FIRST_LINE) || !lines.get(1).startsWith("index")) {
      throw notOurs(folder);
    }
    if (!lines.subList(2, lines.size()).stream().allMatch(ITEM)) {
      throw notOurs(folder);
    }
    List<Item> files = lines.subList(2, lines.size()).stream().map(BackupManifest::item).toList();
    return Optional.of(new BackupManifest(lines.get(1).substring("index".length()).strip(), files));
  }

  private static CommandFailure notOurs(Path folder) {
    return new CommandFailure(
        ExitCode.FAILED,
        folder.resolve(NAME) + ": damaged, or not written by a program like this one");
  }

  private static Item item(String line) {
    int space = line.indexOf(' ');
    return new Item(line.substring(space + 1), Long.parseLong(line.substring(0, space)));
  }
}
