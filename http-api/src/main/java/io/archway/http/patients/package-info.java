/** The patients family: importing patients and keeping them in step with other systems. */
package io.archway.http.patients;
