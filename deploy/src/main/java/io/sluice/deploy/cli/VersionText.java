package io.sluice.deploy.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that stands in the jar's manifest. */
public final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = VersionText.class.getPackage().getImplementationVersion();
    return new String[] {
      "Sluice " + (version == null ? "(not packaged)" : version),
      "JDK " + Runtime.version() + " (" + System.getProperty("java.home") + ")"
    };
  }
}
