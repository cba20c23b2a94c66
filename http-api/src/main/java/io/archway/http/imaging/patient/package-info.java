/** Patients to choose from. */
package io.archway.http.imaging.patient;
