package io.archway.index.account;

import java.time.Instant;

/** Failed sign-ins of a subject (an account or an address) since {@code firstAt}. */
public record SignInFailure(String subject, int failures, Instant firstAt, Instant blockedUntil) {}
