package io.sluice.cluster.nativeimage;

import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/**
 * Tells the native build what JGroups reaches by reflection. Computed from the jar in use instead
 * of a list, which would be out of date with the next version. Files and messages stand in {@code
 * resource-config.json}: registered from here, the bundle was not found at run time.
 */
public final class JGroupsFeature implements Feature {
  @Override
  public void beforeAnalysis(BeforeAnalysisAccess access) {
    for (String name : JGroupsReflection.numbered()) {
      Class<?> type = access.findClassByName(name);
      if (type != null) {
        RuntimeReflection.register(type);
        RuntimeReflection.register(type.getDeclaredConstructors());
      }
    }
    for (Class<?> type : JGroupsReflection.configured()) {
      RuntimeReflection.register(type);
      RuntimeReflection.register(type.getDeclaredConstructors());
      RuntimeReflection.register(type.getDeclaredMethods());
      RuntimeReflection.register(type.getDeclaredFields());
    }
  }

  @Override
  public String getDescription() {
    return "JGroups protocols and headers";
  }
}
