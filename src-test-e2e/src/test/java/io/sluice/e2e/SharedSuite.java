package io.sluice.e2e;

import io.sluice.e2e.suite.Suite;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods one suite that lives as long as the test run. A test that kills one of its
 * processes waits until it is back. Netty's leak detector watches every buffer of its gateways; a
 * class after which it has found one fails.
 */
final class SharedSuite implements ParameterResolver, AfterAllCallback {
  private static final String PARANOID = "gateway.io.netty.leakDetection.level=paranoid";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Suite.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context)
        .computeIfAbsent("suite", key -> Suite.start("shared", "--set", PARANOID), Suite.class);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Suite suite = store(context).get("suite", Suite.class);
    if (suite != null) {
      List<String> leaks = Leaks.find(suite);
      if (!leaks.isEmpty()) {
        throw new AssertionError(
            "buffers that a gateway did not release, in this class or one before it: " + leaks);
      }
    }
  }

  private static Store store(ExtensionContext context) {
    return context.getRoot().getStore(Namespace.create(SharedSuite.class));
  }
}
