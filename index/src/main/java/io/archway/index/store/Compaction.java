package io.archway.index.store;

/** What a compaction did: records and bytes copied to the tail, bytes given back. */
public record Compaction(long segment, long copiedRecords, long copiedBytes, long freedBytes) {}
