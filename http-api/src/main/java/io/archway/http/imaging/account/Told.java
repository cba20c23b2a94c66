package io.archway.http.imaging.account;

/** A word for people. */
record Told(String message) {}
