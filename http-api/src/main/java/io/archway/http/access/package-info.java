/** What callers may do, and which rows they see. */
package io.archway.http.access;
