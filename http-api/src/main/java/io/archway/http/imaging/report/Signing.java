package io.archway.http.imaging.report;

import io.archway.http.kernel.Rule;

/** A signature; {@code version} is the one that was read, where If-Match does not say it. */
record Signing(@Rule.Range(min = 1) Integer version) {}
