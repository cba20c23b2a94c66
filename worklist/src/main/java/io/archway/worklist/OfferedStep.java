package io.archway.worklist;

import io.archway.index.worklist.Offer;
import java.util.List;

/**
 * A step as it is offered in one answer: one for any station is that of whoever asks.
 *
 * @param askedStation the queried station AE title, else the caller's
 */
record OfferedStep(Offer offer, String askedStation) {
  List<String> stations() {
    List<String> scheduled = offer.step().stationAeTitles();
    return scheduled.isEmpty() ? List.of(askedStation) : scheduled;
  }
}
