package io.archway.index.matching;

/** What images say other than an order; {@code attribute} is a keyword of PS3.6. */
public record Difference(String attribute, String arrived, String ordered) {}
