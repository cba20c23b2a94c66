package io.archway.http.patients;

/**
 * What may be set of the patients family.
 *
 * @param prefix of its paths
 * @param maxImportBytes of one CSV file
 * @param maxImportRows of one CSV file
 * @param importMillis longest that a CSV file may take in all
 */
public record PatientsSettings(
    String prefix, long maxImportBytes, int maxImportRows, int importMillis) {

  public static PatientsSettings defaults() {
    return new PatientsSettings("/api/v1", 256L << 20, 250_000, 1_800_000);
  }
}
