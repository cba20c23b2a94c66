package io.archway.index.organization;

/** What is said of an office, of a new one or one as it is to be; null is unknown. */
public record NewOffice(
    String name,
    String addressLine1,
    String addressLine2,
    String city,
    String state,
    String zipcode,
    String primaryContactName,
    String primaryContactEmail,
    String practiceManagementSoftware,
    String cbctMakeAndModel,
    String imageViewingSoftware,
    String timezone) {}
