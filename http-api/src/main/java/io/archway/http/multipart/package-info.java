/** Bodies of several parts, as browsers and programs send forms with files (RFC 7578). */
package io.archway.http.multipart;
