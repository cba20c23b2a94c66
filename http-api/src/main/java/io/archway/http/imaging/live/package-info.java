/** Who may subscribe to which channels of the Pusher protocol. */
package io.archway.http.imaging.live;
