/** Value representations, and the registries of attributes and UIDs (PS3.5 6.2, PS3.6). */
package io.archway.dicom.dict;
