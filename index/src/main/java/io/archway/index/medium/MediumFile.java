package io.archway.index.medium;

import java.time.Instant;

/**
 * The file of a medium that is no study: where its bytes lie in the store and what they are. {@code
 * sha256} (hex) is of the file as it came.
 */
public record MediumFile(
    long mediumKey,
    long organizationKey,
    String fileUid,
    String fileName,
    String mediaType,
    long recordNumber,
    String container,
    long byteOffset,
    long byteLength,
    String sha256,
    Instant receivedAt) {}
