package io.archway.dicom.dict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Our registries beside those that DCMTK and GDCM made from PS3.6: what they have we have, and it
 * means the same. What differs is declared here; a difference that is gone must leave the list.
 */
class OtherDictionariesIT {
  private static final String EDITION = "DICOM PS 3.6-2022b";

  private static final Map<String, String> ELEMENTS_THAT_DIFFER =
      Map.of(
          "00089007 VM 4 (ours: 4-5)", "five values since editions newer than DCMTK's, 2022b",
          "00283006 VR US/SS/OW (ours: US/OW)", "DCMTK has one word for both, PS3.6 no SS here");

  private static final Map<String, String> KINDS_THAT_DIFFER =
      Map.of(
          "1.2.840.10008.5.1.1.17 Well-known Printer SOP Instance (ours: SOP_INSTANCE)",
          "PS3.6 table A-1 has one kind for all well-known instances since",
          "1.2.840.10008.5.1.1.17.376 Well-known Printer SOP Instance (ours: SOP_INSTANCE)",
          "as above",
          "1.2.840.10008.5.1.1.25 Well-known Print Queue SOP Instance (ours: SOP_INSTANCE)",
          "as above",
          "1.2.840.10008.5.1.4.1.1.77.1  (ours: SOP_CLASS)",
          "GDCM leaves the kind of what was retired as a draft empty",
          "1.2.840.10008.5.1.4.1.1.77.2  (ours: SOP_CLASS)",
          "as above");

  /** DCMTK's words for VRs that depend on others, and for having none. */
  private static final Map<String, String> VRS =
      Map.of("up", "UL", "xs", "US/SS", "ox", "OB/OW", "px", "OB/OW", "lt", "US/SS/OW", "na", "");

  private static final Pattern ELEMENT =
      Pattern.compile(
          "\\(([0-9A-F]{4})(?:-([0-9A-F]{4}))?,([0-9A-F]{4})(?:-([0-9A-F]{4}))?\\)"
              + "\t(\\w\\w)\t(RETIRED_)?(\\w+)\t(\\S+)\tDICOM.*");

  private static final Pattern DEFINED_UID =
      Pattern.compile("#define UID_(\\w+)\\s+\"(1\\.2\\.840\\.10008\\.[0-9.]*[0-9])\"");

  private static final Pattern LISTED_UID =
      Pattern.compile(
          "<uid value=\"([^\"]+)\" name=\"[^\"]*\" type=\"([^\"]*)\".*retired=\"(.*)\"");

  @Test
  void everyElementOfDcmtkIsKnownAndMeansTheSame() throws IOException {
    Map<Integer, MatchResult> theirs = new TreeMap<>();
    Set<Integer> single = new HashSet<>();
    for (MatchResult row : rows(dictionaryOfDcmtk(), ELEMENT)) {
      int[] tags = tags(row);
      for (int tag : tags) {
        if (tags.length == 1 || !single.contains(tag)) {
          theirs.put(tag, row);
        }
      }
      if (tags.length == 1) {
        single.add(tags[0]);
      }
    }
    Set<String> differences = new TreeSet<>();
    theirs.forEach((tag, row) -> compare(tag, row, differences));
    assertThat(single).hasSizeGreaterThan(4_000);
    assertThat(differences).isEqualTo(ELEMENTS_THAT_DIFFER.keySet());
    System.out.printf(
        "elements of DCMTK's dictionary: %d alone, %d in ranges; ours: %d%n",
        single.size(), theirs.size() - single.size(), Dictionary.entries().size());
  }

  private static void compare(int tag, MatchResult row, Set<String> differences) {
    DictionaryEntry ours = Dictionary.entry(tag);
    String name = String.format("%08X ", tag);
    if (ours == null) {
      differences.add(name + row.group(7) + " (ours: nothing)");
      return;
    }
    String vrs = ours.vrs().stream().map(Vr::name).collect(Collectors.joining("/"));
    String theirVrs = VRS.getOrDefault(row.group(5), row.group(5));
    if (!theirVrs.equals(vrs)) {
      differences.add(name + "VR " + theirVrs + " (ours: " + vrs + ")");
    }
    if (!row.group(8).equals(ours.vm())) {
      differences.add(name + "VM " + row.group(8) + " (ours: " + ours.vm() + ")");
    }
    if (!row.group(7).equals(ours.keyword())) {
      differences.add(name + row.group(7) + " (ours: " + ours.keyword() + ")");
    }
    if (row.group(6) != null && !ours.retired()) {
      differences.add(name + "retired (ours: not)");
    }
  }

  @Test
  void everyUidOfDcmtkIsKnown() throws IOException {
    Set<String> differences = new TreeSet<>();
    List<MatchResult> theirs = rows(uidsOfDcmtk(), DEFINED_UID);
    for (MatchResult row : theirs) {
      UidEntry ours = UidRegistry.entry(row.group(2));
      String name = row.group(2) + " " + row.group(1);
      if (ours == null) {
        differences.add(name + " (ours: nothing)");
      } else if (isTransferSyntax(row.group(1)) != (ours.kind() == UidKind.TRANSFER_SYNTAX)) {
        differences.add(name + " (ours: " + ours.kind() + ")");
      }
    }
    assertThat(differences).isEmpty();
    assertThat(theirs).hasSizeGreaterThan(400);
    System.out.printf("UIDs of DCMTK: %d; ours: %d%n", theirs.size(), UidRegistry.entries().size());
  }

  private static boolean isTransferSyntax(String name) {
    return name.endsWith("TransferSyntax") && !name.startsWith("LDAP");
  }

  @Test
  void everyUidOfGdcmIsKnownAndNamesTheSameKind() throws IOException {
    Set<String> differences = new TreeSet<>();
    List<MatchResult> theirs = rows(listOfGdcm(), LISTED_UID);
    for (MatchResult row : theirs) {
      UidEntry ours = UidRegistry.entry(row.group(1));
      String name = row.group(1) + " " + row.group(2);
      if (ours == null) {
        differences.add(name + " (ours: nothing)");
      } else if (!isSameKind(row.group(2), ours.kind())) {
        differences.add(name + " (ours: " + ours.kind() + ")");
      } else if (row.group(3).equals("true") && !ours.retired()) {
        differences.add(name + " retired (ours: not)");
      }
    }
    assertThat(differences).isEqualTo(KINDS_THAT_DIFFER.keySet());
    assertThat(theirs).hasSizeGreaterThan(200);
    System.out.printf("UIDs of GDCM: %d%n", theirs.size());
  }

  private static boolean isSameKind(String text, UidKind kind) {
    try {
      return UidKind.of(text) == kind;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Ranges hold even numbers only; those of others are no elements of the standard. */
  private static int[] tags(MatchResult row) {
    return even(row.group(1), row.group(2))
        .flatMap(group -> even(row.group(3), row.group(4)).map(element -> group << 16 | element))
        .toArray();
  }

  private static IntStream even(String first, String last) {
    int from = Integer.parseInt(first, 16);
    int to = last == null ? from : Integer.parseInt(last, 16);
    return IntStream.rangeClosed(from, to).filter(number -> last == null || number % 2 == 0);
  }

  private static List<MatchResult> rows(Path file, Pattern row) throws IOException {
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
        .map(line -> row.matcher(line.strip()))
        .filter(Matcher::lookingAt)
        .map(Matcher::toMatchResult)
        .toList();
  }

  /** A newer edition tells what the standard got since: those who require peers are to see it. */
  private static Path dictionaryOfDcmtk() throws IOException {
    Path file = there("elements", below("{libdcmtk,dcmtk}*", "dicom.dic"));
    boolean same = Files.readString(file, StandardCharsets.ISO_8859_1).contains(EDITION);
    assumeTrue(same || isRequired(), file + ": another edition (expected: " + EDITION + ")");
    return file;
  }

  private static Path uidsOfDcmtk() throws IOException {
    dictionaryOfDcmtk();
    return there("uids", Path.of("/usr/include/dcmtk/dcmdata/dcuid.h"));
  }

  private static Path listOfGdcm() throws IOException {
    return there("uids", below("gdcm*", "XML/UIDs.xml"));
  }

  private static Path below(String folders, String file) throws IOException {
    Path share = Path.of("/usr/share");
    if (Files.isDirectory(share)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(share, folders)) {
        for (Path folder : found) {
          if (Files.isRegularFile(folder.resolve(file))) {
            return folder.resolve(file);
          }
        }
      }
    }
    return share.resolve(folders).resolve(file);
  }

  /** Skips what calls it if the peer's list is not installed, or fails if peers are required. */
  private static Path there(String list, Path file) {
    boolean there = Files.isRegularFile(file);
    assertThat(there || !isRequired()).as("%s: %s", list, file).isTrue();
    assumeTrue(there, list + ": no " + file);
    return file;
  }

  private static boolean isRequired() {
    return "required".equals(System.getenv("ARCHWAY_TEST_PEERS"));
  }
}
