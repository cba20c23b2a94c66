package io.archway.ingest.catalog;

import io.archway.index.patient.PatientIdentity;
import java.util.Objects;

/**
 * What the deployment decides about the rows of arrivals. Refusals came before.
 *
 * @param ownIssuer the issuer of Patient IDs that we gave; objects without an issuer may bring them
 * @param storeName which log's position is kept, where several gateways share a database
 */
public record CatalogSettings(String ownIssuer, String storeName) {
  public static final CatalogSettings DEFAULT =
      new CatalogSettings(PatientIdentity.OWN_ISSUER, "default");

  public CatalogSettings {
    Objects.requireNonNull(ownIssuer, "ownIssuer");
    Objects.requireNonNull(storeName, "storeName");
  }
}
