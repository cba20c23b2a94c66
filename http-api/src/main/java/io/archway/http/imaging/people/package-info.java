/** Users as they are administered: who they are, what is kept of them, where they belong. */
package io.archway.http.imaging.people;
