package io.archway.dicom.data;

/** A file read whole. */
public record Part10File(Part10Head head, DataSet dataSet) {}
