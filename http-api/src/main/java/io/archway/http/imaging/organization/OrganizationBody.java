package io.archway.http.imaging.organization;

import io.archway.http.kernel.Change;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.database.BoundedText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An organization to be made, or as it is to be.
 *
 * @param calledAeTitles by which its devices call; absent leaves those there are
 */
record OrganizationBody(
    @Rule.Required @Rule.Range(min = 1) Long organizationAdministratorId,
    @Rule.Required
        @Rule.Size(min = 2, max = 100)
        @Rule.Matches(
            value = "[a-z0-9]+(-[a-z0-9]+)*",
            meaning = "lower case letters and digits, divided by hyphens")
        String slug,
    @Rule.Required String name,
    @Rule.Size(max = 2_000) Change<String> description,
    @Rule.Size(max = 100) List<String> calledAeTitles)
    implements Rule.Across {

  /** PS3.5 6.2: no control characters and no backslash; padding says nothing. */
  private static final Pattern AE_TITLE =
      Pattern.compile("[ -~&&[^\\\\ ]]([ -~&&[^\\\\]]{0,14}[ -~&&[^\\\\ ]])?");

  @Override
  public void check(FieldErrors errors) {
    if (calledAeTitles == null) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < calledAeTitles.size(); i++) {
      if (!AE_TITLE.matcher(calledAeTitles.get(i)).matches()) {
        errors.add("called_ae_titles." + i, "expected: 1 to 16 characters of an AE title");
      } else if (!seen.add(calledAeTitles.get(i))) {
        errors.add("called_ae_titles." + i, "expected: each title once");
      }
    }
  }

  String description(String was) {
    return BoundedText.orNull(description.orElse(was), 2_000);
  }
}
