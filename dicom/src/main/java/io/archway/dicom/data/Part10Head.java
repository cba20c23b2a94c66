package io.archway.dicom.data;

/**
 * What stands before the data set of a file.
 *
 * @param meta the File Meta Information, empty if the file has none
 * @param dataSetOffset where the data set starts, in bytes from the start of the file
 * @param transferSyntax what the data set is encoded in, as declared or, where that is missing or
 *     its first element proves it wrong, as found
 * @param declared true if the file says so itself and rightly
 */
public record Part10Head(
    DataSet meta, long dataSetOffset, TransferSyntax transferSyntax, boolean declared) {}
