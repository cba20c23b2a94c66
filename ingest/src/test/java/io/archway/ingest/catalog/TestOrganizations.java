package io.archway.ingest.catalog;

import io.archway.index.organization.OrganizationDao;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/** Makes further organizations for tests. */
interface TestOrganizations {
  @CreateSqlObject
  OrganizationDao organizations();

  @Transaction
  default long create(String slug, String calledAeTitle) {
    organizations().insert(slug, slug, Arrivals.RECEIVED);
    long key = organizations().keyOfSlug(slug).orElseThrow();
    organizations().insertOffice(key, "Office", Arrivals.RECEIVED);
    organizations().addCalledAeTitle(key, calledAeTitle);
    return key;
  }
}
