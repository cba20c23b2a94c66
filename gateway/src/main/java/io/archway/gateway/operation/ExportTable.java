package io.archway.gateway.operation;

import io.archway.http.download.StudyDownload;
import io.archway.index.patient.Patient;
import io.archway.index.study.Instance;
import io.archway.index.study.Series;
import io.archway.index.study.Study;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What is where in a file-set, for people: comma-separated values (RFC 4180) in UTF-8 with a byte
 * order mark, without which spreadsheets take the text for another. One thread.
 */
final class ExportTable {
  private static final String COLUMNS =
      "file,patient_id,patient_name,birth_date,study_date,study_description,accession_number,"
          + "modality,series_number,series_description,instance_number,sop_instance_uid";
  private static final String FORMULA = "=+-@\t\r";

  private final StringBuilder text = new StringBuilder("\uFEFF").append(COLUMNS).append("\r\n");

  void add(List<String> fileId, StudyDownload.Contents contents, Instance instance) {
    Patient patient = contents.patient();
    Study study = contents.study();
    Series series =
        contents.series().stream()
            .filter(each -> each.seriesKey() == instance.seriesKey())
            .findFirst()
            .orElseThrow();
    row(
        String.join("/", fileId),
        patient.patientId(),
        patient.name(),
        patient.birthDate(),
        study.studyDate(),
        study.description(),
        study.accessionNumber(),
        series.modality(),
        series.seriesNumber(),
        series.description(),
        instance.instanceNumber(),
        instance.sopInstanceUid());
  }

  private void row(Object... values) {
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ",").append(cell(Objects.toString(values[i], "")));
    }
    text.append("\r\n");
  }

  /** What came from outside must not become a formula when a spreadsheet opens it. */
  private static String cell(String value) {
    boolean formula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
    String safe = formula ? "'" + value : value;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
