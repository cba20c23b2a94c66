package io.archway.index.account;

/** What a user signs in with, for those who read what they did. */
public record Username(long userKey, String username) {}
