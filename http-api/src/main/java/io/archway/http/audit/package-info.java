/** The audit as the HTTP side has it: what is recorded before an answer, and what is read of it. */
package io.archway.http.audit;
