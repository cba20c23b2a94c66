/** Telephone numbers and e-mail addresses as people write them, for all families. */
package io.archway.http.contact;
