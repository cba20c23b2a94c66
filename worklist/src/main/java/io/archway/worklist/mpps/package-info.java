/** Modality Performed Procedure Step as provider (PS3.4 Annex F): what devices say they do. */
package io.archway.worklist.mpps;
