package io.archway.index.query;

import java.util.Set;

/**
 * Rows that belong to rows of another table: values of a multi-valued attribute, items of a
 * sequence, groups of a name. {@code copied} are columns that repeat the owner's, so that its index
 * narrows by them, too; {@code narrowing} is the one of these that leaves few rows where a query
 * fixes it, or null. {@code fixed} is a condition that all rows of this meaning fulfil, or "".
 */
public record SideTable(
    String name,
    Table owner,
    String ownerColumn,
    Set<String> copied,
    String narrowing,
    String fixed) {
  public SideTable {
    copied = Set.copyOf(copied);
  }

  public static SideTable of(String name, Table owner, String ownerColumn) {
    return new SideTable(name, owner, ownerColumn, Set.of(), null, "");
  }
}
