package io.archway.http.patients;

/**
 * What may be set of the patients family.
 *
 * @param prefix of its paths
 * @param maxImportBytes of one CSV file
 * @param maxImportRows of one CSV file
 * @param importStepMillis longest work on a piece of a CSV file
 */
public record PatientsSettings(
    String prefix, long maxImportBytes, int maxImportRows, int importStepMillis) {

  public static PatientsSettings defaults() {
    return new PatientsSettings("/api/v1", 256L << 20, 250_000, 600_000);
  }
}
