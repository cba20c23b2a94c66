/**
 * Who may sign in and by which token a request is theirs: password hashing, sign-in with its
 * throttle, opaque access tokens, the first administrator. Worker threads.
 */
package io.archway.http.account;
