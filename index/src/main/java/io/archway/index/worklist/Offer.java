package io.archway.index.worklist;

import io.archway.index.database.PackedRow;
import io.archway.index.study.CodedValue;
import io.archway.index.worklist.WorklistColumns.CountedStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One answer of the Modality Worklist (PS3.4 Table K.6-1): a step and what is told beside it. */
public record Offer(
    ScheduledStep step,
    RequestedProcedure procedure,
    ServiceRequest request,
    Visit visit,
    WorklistPatient patient) {
  /** As {@link io.archway.index.offer.OfferedSteps} packs it. */
  static Offer of(PackedRow packed) throws SQLException {
    CountedStep counted = WorklistColumns.step(packed);
    RequestedProcedure procedure = WorklistColumns.procedure(packed);
    ServiceRequest request = WorklistColumns.request(packed);
    Visit visit = WorklistColumns.visit(packed);
    WorklistPatient patient = WorklistColumns.patient(packed);
    int codes = packed.number();
    ScheduledStep step = counted.step();
    return new Offer(
        codes == 0 ? step : step.withProtocolCodes(codes(packed, codes)),
        procedure,
        request,
        visit,
        patient);
  }

  private static List<CodedValue> codes(PackedRow packed, int count) {
    List<CodedValue> codes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      codes.add(new CodedValue(packed.text(), packed.text(), packed.text()));
    }
    return codes;
  }
}
