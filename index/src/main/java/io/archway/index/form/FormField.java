package io.archway.index.form;

/** A section of a report as a form asks for it; {@code defaultText} may be null. */
public record FormField(
    ReportSection section, String label, boolean required, String defaultText) {}
