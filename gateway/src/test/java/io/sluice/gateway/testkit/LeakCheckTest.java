package io.sluice.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaks of the whole run would go unseen if this found none. */
class LeakCheckTest {
  @Test
  void bufferThatNobodyReleasedFailsTheClass() {
    leak();
    assertThatThrownBy(() -> new LeakCheck().afterAll(context()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was not released")
        .hasMessageContaining(LeakCheckTest.class.getSimpleName());
    assertThat(LeakDetector.takeLeaks()).isEmpty();
  }

  private static void leak() {
    PooledByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
  }

  private static ExtensionContext context() {
    return (ExtensionContext)
        Proxy.newProxyInstance(
            LeakCheckTest.class.getClassLoader(),
            new Class<?>[] {ExtensionContext.class},
            (proxy, method, arguments) -> Optional.empty());
  }
}
