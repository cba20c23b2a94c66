package io.archway.dicom.net;

/** Asynchronous Operations Window sub-item (PS3.7 D.3.3.3); 0 means unlimited. */
public record AsynchronousOperationsWindow(int maxInvoked, int maxPerformed) {}
