/** Following what happens: the event table as server-sent events. */
package io.archway.http.event;
