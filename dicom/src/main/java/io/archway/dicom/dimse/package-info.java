/**
 * DIMSE (PS3.7): command sets, dispatch to service class providers, and the requester's side of the
 * services.
 */
package io.archway.dicom.dimse;
