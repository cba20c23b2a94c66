package io.archway.index.order;

import io.archway.index.worklist.StudyType;
import java.time.ZoneId;
import java.util.List;

/**
 * Where the orders of a folder go, and what they get where they do not say it.
 *
 * @param modality null for that of all orders
 * @param stationAeTitles null for the devices of the office
 * @param zone in which times without a zone are, and that of the office
 */
public record OrderTarget(
    long organizationKey,
    long officeKey,
    StudyType studyType,
    String modality,
    List<String> stationAeTitles,
    ZoneId zone) {}
