/** Forms: the templates by which reports are written. */
package io.archway.http.imaging.form;
