/** Following what happens: the event table for streams and for watchers. */
package io.archway.http.event;
