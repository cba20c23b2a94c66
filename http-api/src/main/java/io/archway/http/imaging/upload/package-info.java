/** Files that people and programs upload, and what they do with media afterwards. */
package io.archway.http.imaging.upload;
