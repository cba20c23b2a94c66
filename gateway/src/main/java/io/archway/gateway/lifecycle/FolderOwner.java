package io.archway.gateway.lifecycle;

import io.archway.index.organization.Office;
import io.archway.index.organization.Organization;
import io.archway.index.organization.OrganizationDao;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Whose files a watched folder holds, as the rows are now.
 *
 * @param officeKey null where none is named
 */
record FolderOwner(long organizationKey, Long officeKey) {

  /** The organization of a name, which one alone needs none; an office of it, if one is named. */
  static FolderOwner of(Handle handle, String setting, String organization, String office) {
    OrganizationDao organizations = handle.attach(OrganizationDao.class);
    long organizationKey =
        one(
                setting,
                organizations.list(),
                Organization::slug,
                organization,
                "organization",
                organizations.firstTwoKeys().size() > 1)
            .organizationKey();
    Long officeKey =
        office == null
            ? null
            : one(
                    setting,
                    organizations.offices(organizationKey),
                    Office::name,
                    office,
                    "office",
                    true)
                .officeKey();
    return new FolderOwner(organizationKey, officeKey);
  }

  /** The one of that name; the only one where no name is needed. */
  private static <T> T one(
      String setting,
      List<T> all,
      Function<T, String> nameOf,
      String name,
      String what,
      boolean needed) {
    if (name == null && !needed) {
      return all.get(0);
    }
    Map<String, List<T>> byName =
        all.stream().collect(Collectors.groupingBy(nameOf, TreeMap::new, Collectors.toList()));
    if (name == null || byName.getOrDefault(name, List.of()).size() != 1) {
      throw FolderEntry.problem(
          setting,
          "%s=%s (expected: one of %s)"
              .formatted(what, name == null ? "" : name, String.join(", ", byName.keySet())));
    }
    return byName.get(name).get(0);
  }
}
