package io.archway.ingest.catalog;

/**
 * What the deployment decides about arrivals.
 *
 * @param refuseConflicts another data set of a known SOP Instance UID is refused instead of kept
 *     beside the first
 * @param refuseUnparsed objects without valid UIDs are refused instead of quarantined
 */
public record CatalogSettings(boolean refuseConflicts, boolean refuseUnparsed) {
  public static final CatalogSettings DEFAULT = new CatalogSettings(false, false);
}
