package io.archway.ingest.catalog;

/** Where an arrival belongs: its organization, the device that sent it, that device's office. */
record Route(long organizationKey, long deviceKey, long officeKey) {}
