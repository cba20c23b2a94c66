/** Permissions, roles, and who has them. */
package io.archway.http.imaging.role;
