/**
 * What is to be told to people: put into an outbox in the transaction of what it tells, delivered
 * by whoever has a way to.
 */
package io.archway.index.message;
