/** Following what happens over the Pusher protocol, version 7: channels on WebSockets. */
package io.archway.http.live;
