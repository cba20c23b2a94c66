/** Options and categories of an organization. */
package io.archway.http.imaging.setting;
