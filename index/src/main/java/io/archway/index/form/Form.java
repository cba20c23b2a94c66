package io.archway.index.form;

import java.time.Instant;

/**
 * A template of reports. {@code listed} until another form takes its place; what was written by it
 * keeps it.
 */
public record Form(
    long formKey,
    long organizationKey,
    String name,
    String description,
    boolean listed,
    boolean isDefault,
    Long replacedByKey,
    Instant createdAt) {}
