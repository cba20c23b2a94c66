package io.archway.dicom.charset;

/**
 * One writing of a person's name: five components divided by "^" (PS3.5 6.2.1.1). Components are
 * never null and have no padding around them. A fifth "^" and what follows stays in the suffix.
 */
public record ComponentGroup(
    String family, String given, String middle, String prefix, String suffix) {
  public static final ComponentGroup EMPTY = new ComponentGroup("", "", "", "", "");

  private static final int COMPONENTS = 5;

  public ComponentGroup {
    family = Delimited.trim(family);
    given = Delimited.trim(given);
    middle = Delimited.trim(middle);
    prefix = Delimited.trim(prefix);
    suffix = Delimited.trim(suffix);
  }

  static ComponentGroup parse(String text) {
    String[] parts = Delimited.withoutEmptyEnd(text).split("\\^", COMPONENTS);
    String[] all = {"", "", "", "", ""};
    System.arraycopy(parts, 0, all, 0, parts.length);
    return new ComponentGroup(all[0], all[1], all[2], all[3], all[4]);
  }

  /** The components with "^" between them, without empty ones at the end. */
  public String format() {
    return Delimited.withoutEmptyEnd(String.join("^", family, given, middle, prefix, suffix));
  }

  public boolean isEmpty() {
    return format().isEmpty();
  }

  ComponentGroup folded() {
    return new ComponentGroup(
        TextFolding.fold(family),
        TextFolding.fold(given),
        TextFolding.fold(middle),
        TextFolding.fold(prefix),
        TextFolding.fold(suffix));
  }
}
