package io.archway.http.imaging.report;

import io.archway.http.kernel.Rule;

/** What is to be added to a signed report. */
record NewAddendum(@Rule.Required @Rule.Size(max = NewAddendum.MAX_LENGTH) String text) {
  static final int MAX_LENGTH = 20_000;
}
