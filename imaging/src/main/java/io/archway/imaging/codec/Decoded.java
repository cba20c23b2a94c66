package io.archway.imaging.codec;

import io.archway.imaging.pixel.Photometric;
import io.archway.imaging.pixel.Samples;

/**
 * A frame, or every n-th row and column of it.
 *
 * @param photometric what the samples are now: a decoder may have undone a color transform
 */
public record Decoded(Samples samples, Photometric photometric) {}
