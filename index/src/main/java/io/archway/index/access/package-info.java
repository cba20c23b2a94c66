/** What users may do and see: their permissions by roles, and the rows of their organization. */
package io.archway.index.access;
