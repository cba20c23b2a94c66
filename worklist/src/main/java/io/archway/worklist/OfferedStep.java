package io.archway.worklist;

import io.archway.index.worklist.WorklistAnswer;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistPatient;
import java.util.List;

/**
 * A step as it is offered in one answer: one for any station is that of whoever asks.
 *
 * @param askedStation the queried station AE title, else the caller's
 */
record OfferedStep(WorklistAnswer answer, String askedStation) {
  List<String> stations() {
    List<String> scheduled = answer.step().stationAeTitles();
    return scheduled.isEmpty() ? List.of(askedStation) : scheduled;
  }

  WorklistItem item() {
    return answer.item();
  }

  WorklistPatient patient() {
    return answer.patient();
  }
}
