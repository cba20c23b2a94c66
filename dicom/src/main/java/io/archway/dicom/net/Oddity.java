package io.archway.dicom.net;

/** What a peer did against the standard and was let pass; travels up as a user event. */
record Oddity(String text) {}
