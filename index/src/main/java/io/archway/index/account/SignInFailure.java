package io.archway.index.account;

import java.time.Instant;

/**
 * Failed sign-ins of a subject (an account or an address) since {@code firstAt}, counted until
 * {@code blockedUntil}: not all subjects are counted equally long.
 */
public record SignInFailure(String subject, int failures, Instant firstAt, Instant blockedUntil) {}
