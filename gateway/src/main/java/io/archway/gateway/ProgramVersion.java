package io.archway.gateway;

/** The version as the jar's manifest gives it. */
public final class ProgramVersion {
  private ProgramVersion() {}

  public static String text() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(from classes)" : version;
  }
}
