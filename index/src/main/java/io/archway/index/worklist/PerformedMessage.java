package io.archway.index.worklist;

import java.time.Instant;

/**
 * The data set of an N-CREATE or N-SET as received. The array is not copied: nobody may write it.
 *
 * @param operation as the standard writes it, {@code N-SET}
 */
public record PerformedMessage(
    String operation, String transferSyntaxUid, byte[] dataSet, Instant receivedAt) {}
