package io.archway.index.patient;

import io.archway.index.database.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL of the names that matching reads. Whoever writes a name elsewhere writes it here in the same
 * transaction.
 */
public final class NameRows {
  /** A PN value of an owner; null is none. */
  public record Name(long organizationKey, NameKind kind, long ownerKey, String value) {}

  private record Group(Name name, int number, String folded) {}

  private static final String INSERT =
      """
      INSERT INTO person_name (owner_key, kind, name_group, organization_key, folded)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String DELETE = "DELETE FROM person_name WHERE owner_key = ? AND kind = ?";

  private NameRows() {}

  /** Names of owners that had none. */
  public static void insert(Connection connection, List<Name> names) throws SQLException {
    List<Group> groups = new ArrayList<>();
    for (Name name : names) {
      List<String> folded = FoldedName.groups(name.value);
      for (int i = 0; i < folded.size(); i++) {
        if (!folded.get(i).isEmpty()) {
          groups.add(new Group(name, i + 1, folded.get(i)));
        }
      }
    }
    Statements.batch(
        connection,
        INSERT,
        groups,
        (binding, group) ->
            binding
                .add(group.name.ownerKey)
                .add(group.name.kind.name())
                .add(group.number)
                .add(group.name.organizationKey)
                .add(group.folded));
  }

  /** Instead of those that the owners had. */
  public static void replace(Connection connection, List<Name> names) throws SQLException {
    Statements.batch(
        connection,
        DELETE,
        names,
        (binding, name) -> binding.add(name.ownerKey).add(name.kind.name()));
    insert(connection, names);
  }
}
