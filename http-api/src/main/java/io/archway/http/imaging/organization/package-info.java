/** Organizations: the tenants of a gateway, and who may see to them. */
package io.archway.http.imaging.organization;
