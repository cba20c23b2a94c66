package io.archway.ingest.catalog;

import io.archway.index.patient.PatientIdentity;
import java.util.Objects;

/**
 * What the deployment decides about the rows of arrivals. Refusals came before.
 *
 * @param ownIssuer the issuer of Patient IDs that we gave; objects without an issuer may bring them
 * @param storeName which log's position is kept, where several gateways share a database
 * @param hold by which this process moves it ({@link io.archway.index.database.LogHold}), or 0
 */
public record CatalogSettings(String ownIssuer, String storeName, long hold) {
  public static final CatalogSettings DEFAULT =
      new CatalogSettings(PatientIdentity.OWN_ISSUER, "default", 0);

  public CatalogSettings {
    Objects.requireNonNull(ownIssuer, "ownIssuer");
    Objects.requireNonNull(storeName, "storeName");
  }

  public CatalogSettings withHold(long number) {
    return new CatalogSettings(ownIssuer, storeName, number);
  }
}
