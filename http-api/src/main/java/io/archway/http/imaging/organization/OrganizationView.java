package io.archway.http.imaging.organization;

import io.archway.index.organization.Organization;
import java.time.Instant;
import java.util.List;

/** An organization as the API shows it. */
record OrganizationView(
    long id,
    Long organizationAdministratorId,
    String slug,
    String name,
    String description,
    List<String> calledAeTitles,
    Instant createdAt,
    Instant updatedAt) {

  static OrganizationView of(Organization organization, List<String> calledAeTitles) {
    return new OrganizationView(
        organization.organizationKey(),
        organization.administratorKey(),
        organization.slug(),
        organization.name(),
        organization.description(),
        calledAeTitles,
        organization.createdAt(),
        organization.updatedAt());
  }
}
