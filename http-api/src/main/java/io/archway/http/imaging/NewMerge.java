package io.archway.http.imaging;

import io.archway.http.kernel.Rule;

/** Into whom a patient is merged, and why. */
record NewMerge(
    @Rule.Required @Rule.Range(min = 1) Long intoPatientId,
    @Rule.Required @Rule.Size(max = 2_000) String reason) {}
