package io.archway.dicom.dict;

/** A row of the registry of UIDs (PS3.6 A). */
public record UidEntry(String uid, UidKind kind, String keyword, String name, boolean retired) {}
