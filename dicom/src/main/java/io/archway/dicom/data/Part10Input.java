package io.archway.dicom.data;

import java.io.InputStream;

/** A file whose head is read: the stream goes on at its data set. */
public record Part10Input(Part10Head head, InputStream dataSet) {}
