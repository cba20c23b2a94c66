/** Accounts over HTTP: registering, passwords, tokens of programs, second factors, the outbox. */
package io.archway.http.imaging.account;
