package io.archway.index.document;

import java.time.LocalDateTime;

/** What practice software says of a document when it enters it; null where it says nothing. */
public record NewDocument(
    String description,
    Long categoryKey,
    String imageType,
    String toothNumbers,
    LocalDateTime createdOn) {}
