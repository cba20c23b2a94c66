/** Data sets, their encodings and files (PS3.5, PS3.10). */
package io.archway.dicom.data;
