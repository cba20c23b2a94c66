package io.archway.index.store;

/**
 * A segment as seen from outside.
 *
 * @param name its file on the disk
 * @param bytes its length up to the last record
 * @param deadBytes bytes of objects known to be deleted since this program started
 * @param closed whether it will never change again
 */
public record Segment(long number, String name, long bytes, long deadBytes, boolean closed) {}
