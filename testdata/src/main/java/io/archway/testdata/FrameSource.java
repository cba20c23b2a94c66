package io.archway.testdata;

/** Frames of 16-bit pixels, made when asked for; the same index always gives the same pixels. */
interface FrameSource {
  int count();

  int pixelsPerFrame();

  /** Fills {@code pixels} with all of frame {@code index}, row by row. */
  void frame(int index, short[] pixels);
}
