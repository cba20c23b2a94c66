/**
 * The DICOM upper layer (PS3.8): PDUs, state tables, negotiation, associations over TCP and TLS.
 *
 * <p>Knows nothing of DIMSE: {@code io.archway.dicom.dimse} stands on top of it.
 */
package io.archway.dicom.net;
