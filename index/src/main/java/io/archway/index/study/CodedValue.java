package io.archway.index.study;

/**
 * A code of PS3.3 8.8: value, coding scheme designator, meaning; a plain CS value has no scheme.
 */
public record CodedValue(String value, String scheme, String meaning) {}
