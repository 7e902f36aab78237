package io.sluice.chassis.bus;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.sluice.contracts.GatewayBeat;
import io.sluice.contracts.command.CommandAnswer;
import io.sluice.contracts.command.MembershipCommand;
import io.sluice.contracts.command.ReferenceAnswer;
import io.sluice.contracts.command.ReferenceQuery;
import io.sluice.contracts.command.UsageAnswer;
import io.sluice.contracts.command.UsageQuery;
import io.sluice.contracts.model.Action;
import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.model.CircuitBreaker;
import io.sluice.contracts.model.Condition;
import io.sluice.contracts.model.CookieKey;
import io.sluice.contracts.model.DesyncMode;
import io.sluice.contracts.model.Ejection;
import io.sluice.contracts.model.HashKey;
import io.sluice.contracts.model.HealthCheck;
import io.sluice.contracts.model.Http2Settings;
import io.sluice.contracts.model.Listener;
import io.sluice.contracts.model.ListenerLimits;
import io.sluice.contracts.model.ListenerTls;
import io.sluice.contracts.model.LoadBalancer;
import io.sluice.contracts.model.Modifications;
import io.sluice.contracts.model.PoolSettings;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.ProxyProtocol;
import io.sluice.contracts.model.ProxyProtocolIn;
import io.sluice.contracts.model.RetrySettings;
import io.sluice.contracts.model.Rule;
import io.sluice.contracts.model.RuleGroup;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Target;
import io.sluice.contracts.model.TargetCaps;
import io.sluice.contracts.model.TargetHealth;
import io.sluice.contracts.model.TargetTls;
import io.sluice.contracts.model.TlsPolicy;
import io.sluice.contracts.model.UpstreamHttp;
import io.sluice.contracts.model.VirtualServerGroup;
import io.sluice.contracts.sync.Changed;
import io.sluice.contracts.sync.Delta;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.contracts.sync.Revision;
import io.sluice.contracts.sync.SyncRequest;

/**
 * Keeps what Jackson reads and writes by reflection in native executables, nested types included.
 * {@code contracts} knows no framework, so it is listed here.
 */
@RegisterForReflection(
    targets = {
      GatewayBeat.class,
      CommandAnswer.class,
      MembershipCommand.class,
      ReferenceAnswer.class,
      ReferenceQuery.class,
      UsageAnswer.class,
      UsageQuery.class,
      Action.class,
      BackendService.class,
      Certificate.class,
      CircuitBreaker.class,
      Condition.class,
      CookieKey.class,
      DesyncMode.class,
      Ejection.class,
      HashKey.class,
      HealthCheck.class,
      Http2Settings.class,
      Listener.class,
      ListenerLimits.class,
      ListenerTls.class,
      LoadBalancer.class,
      Modifications.class,
      PoolSettings.class,
      Protocol.class,
      ProxyProtocol.class,
      ProxyProtocolIn.class,
      RetrySettings.class,
      Rule.class,
      RuleGroup.class,
      Stickiness.class,
      Target.class,
      TargetCaps.class,
      TargetHealth.class,
      TargetTls.class,
      TlsPolicy.class,
      UpstreamHttp.class,
      VirtualServerGroup.class,
      Changed.class,
      Delta.class,
      HealthDelta.class,
      ListenersDelta.class,
      RegistryDelta.class,
      Revision.class,
      SyncRequest.class
    })
final class BusRecords {
  private BusRecords() {}
}
