package io.archway.http.patients;

import java.util.List;

/**
 * What became, or would become, of the rows of a file.
 *
 * @param preview whether nothing was changed
 * @param unchanged who was known so already
 * @param failed rows that were left out
 * @param errors of these rows, the first thousand
 */
public record ImportSummary(
    boolean preview,
    long rows,
    long created,
    long updated,
    long unchanged,
    long failed,
    List<RowError> errors) {

  public ImportSummary {
    errors = List.copyOf(errors);
  }

  /**
   * Why a row was left out.
   *
   * @param line of the file, from 1, on which the row begins
   */
  public record RowError(int line, String field, String message) {}
}
