package io.sluice.cluster.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.jgroups.logging.JDKLogImpl;
import org.jgroups.logging.Log;
import org.jgroups.logging.LogFactory;

/** JGroups' factory reaches its Log4j 2 adapter, which does not link without Log4j's core. */
@TargetClass(LogFactory.class)
final class LogFactorySubstitution {
  private LogFactorySubstitution() {}

  @Substitute
  public static Log getLog(Class<?> type) {
    return new JDKLogImpl(type);
  }
}
