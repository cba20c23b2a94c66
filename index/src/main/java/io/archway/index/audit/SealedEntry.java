package io.archway.index.audit;

/** A row of the chain. */
public record SealedEntry(long position, AuditEntry entry, String seal) {}
