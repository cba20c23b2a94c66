/**
 * The ways out of the outbox: mail by SMTP (RFC 5321), messages and calls by an HTTP service that
 * speaks as Twilio's does. One thread a way.
 */
package io.archway.http.message;
