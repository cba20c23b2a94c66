package io.archway.http.imaging;

import io.archway.http.kernel.Rule;

/** Why two patients are taken apart. */
record MergeEnd(@Rule.Required @Rule.Size(max = 2_000) String reason) {}
