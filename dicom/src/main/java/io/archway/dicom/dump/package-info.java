/** Data sets as text, in the form of DCMTK's dcmdump and dump2dcm. */
package io.archway.dicom.dump;
