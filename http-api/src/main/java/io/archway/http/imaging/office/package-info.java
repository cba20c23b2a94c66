/** Offices: the places of an organization. */
package io.archway.http.imaging.office;
