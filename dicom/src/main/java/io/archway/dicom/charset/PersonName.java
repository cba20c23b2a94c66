package io.archway.dicom.charset;

/**
 * A value of VR PN (PS3.5 6.2.1): up to three component groups of the same name, divided by "=", in
 * alphabetic, ideographic and phonetic writing. Immutable; absent groups are {@link
 * ComponentGroup#EMPTY}.
 *
 * <p>A fourth "=" and what follows stays in the last component of the phonetic group, so that
 * nothing received is lost.
 */
public record PersonName(
    ComponentGroup alphabetic, ComponentGroup ideographic, ComponentGroup phonetic) {
  public static final PersonName EMPTY =
      new PersonName(ComponentGroup.EMPTY, ComponentGroup.EMPTY, ComponentGroup.EMPTY);

  private static final int GROUPS = 3;

  /** One decoded value; null is the empty name. Padding around groups and components goes. */
  public static PersonName parse(String value) {
    if (value == null || value.isBlank()) {
      return EMPTY;
    }
    String[] groups = value.split("=", GROUPS);
    return new PersonName(group(groups, 0), group(groups, 1), group(groups, 2));
  }

  /** A name in alphabetic writing only. */
  public static PersonName of(String family, String given) {
    ComponentGroup group = new ComponentGroup(family, given, "", "", "");
    return new PersonName(group, ComponentGroup.EMPTY, ComponentGroup.EMPTY);
  }

  /** The value as it stands in a data set, without empty components and groups at the end. */
  public String format() {
    String text = alphabetic.format() + "=" + ideographic.format() + "=" + phonetic.format();
    return Delimited.withoutEmptyEnd(text);
  }

  public boolean isEmpty() {
    return alphabetic.isEmpty() && ideographic.isEmpty() && phonetic.isEmpty();
  }

  /** The name with every component folded as in {@link TextFolding#fold}. */
  public PersonName folded() {
    return new PersonName(alphabetic.folded(), ideographic.folded(), phonetic.folded());
  }

  /**
   * Whether two names may be of one person as far as writing goes: case, diacritics, width, padding
   * and trailing empty components do not matter, and a group that one of them lacks is not
   * compared. At least one group must be in both.
   */
  public boolean matches(PersonName other) {
    PersonName left = folded();
    PersonName right = other.folded();
    int alike = agreement(left.alphabetic, right.alphabetic);
    int ideographs = agreement(left.ideographic, right.ideographic);
    int sounds = agreement(left.phonetic, right.phonetic);
    return Math.min(alike, Math.min(ideographs, sounds)) >= 0 && alike + ideographs + sounds > 0;
  }

  private static int agreement(ComponentGroup left, ComponentGroup right) {
    if (left.isEmpty() || right.isEmpty()) {
      return 0;
    }
    return left.equals(right) ? 1 : -1;
  }

  private static ComponentGroup group(String[] groups, int index) {
    return index < groups.length ? ComponentGroup.parse(groups[index]) : ComponentGroup.EMPTY;
  }
}
