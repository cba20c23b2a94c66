/** Character sets of text values and person names (PS3.3 C.12.1.1.2, PS3.5 6.1 and 6.2). */
package io.archway.dicom.charset;
