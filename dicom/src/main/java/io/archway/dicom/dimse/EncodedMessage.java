package io.archway.dicom.dimse;

/** A message ready to be cut into PDVs; {@code dataSet} is null where none follows. */
record EncodedMessage(int contextId, byte[] command, byte[] dataSet) {}
