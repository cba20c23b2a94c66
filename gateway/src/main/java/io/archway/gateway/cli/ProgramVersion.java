package io.archway.gateway.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest gives it. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "archway " + (version == null ? "(from classes)" : version), "Java " + Runtime.version()
    };
  }
}
