package io.archway.ingest.catalog;

import io.archway.index.patient.PatientIdentity;
import java.util.Objects;

/**
 * What the deployment decides about arrivals.
 *
 * @param refuseConflicts another data set of a known SOP Instance UID is refused instead of kept
 *     beside the first
 * @param refuseUnparsed objects without valid UIDs are refused instead of quarantined
 * @param ownIssuer the issuer of Patient IDs that we gave; objects without an issuer may bring them
 * @param storeName which log's position is kept, where several gateways share a database
 */
public record CatalogSettings(
    boolean refuseConflicts, boolean refuseUnparsed, String ownIssuer, String storeName) {
  public static final CatalogSettings DEFAULT =
      new CatalogSettings(false, false, PatientIdentity.OWN_ISSUER, "default");

  public CatalogSettings {
    Objects.requireNonNull(ownIssuer, "ownIssuer");
    Objects.requireNonNull(storeName, "storeName");
  }
}
