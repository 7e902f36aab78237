package io.sluice.listeners.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.chassis.api.Fields;
import io.sluice.chassis.api.ResourceApi;
import io.sluice.chassis.store.Replication;
import io.sluice.chassis.store.Status;
import io.sluice.chassis.store.Stored;
import io.sluice.contracts.model.Certificate;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.listeners.domain.CertificateDraft;
import io.sluice.listeners.domain.Validity;
import io.sluice.listeners.store.CertificateStore;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Certificates. A private key comes in and is never shown. */
@Path("/api/v1/certificates")
@Tag(name = "Certificates")
public class CertificateApi extends ResourceApi<Certificate> {
  private static final String KEY = "privateKeyPem";

  /** What is read from the certificate; a body of a change may repeat it. */
  private static final Set<String> DERIVED =
      Set.of("hasPrivateKey", "names", "keyType", "notBefore", "notAfter", "fingerprint");

  private final Replication<ListenersDelta> replication;

  public CertificateApi(CertificateStore store, Replication<ListenersDelta> replication) {
    super(store);
    this.replication = replication;
  }

  @Override
  protected Certificate read(Fields in, UUID id, Certificate before) {
    if (before != null) {
      in.ignore(DERIVED);
    }
    CertificateDraft draft =
        new CertificateDraft(
            in.name(),
            in.description(),
            in.text("certificatePem").length(1, CertificateDraft.MAX_CERTIFICATE).optional(),
            in.text(KEY).length(1, CertificateDraft.MAX_KEY).optional());
    return Bodies.validated(
        in, violations -> draft.validate(id, before, Instant.now(), violations));
  }

  @Override
  protected ObjectNode show(Certificate value) {
    ObjectNode json = super.show(value);
    json.remove(KEY);
    json.put("hasPrivateKey", !value.authority());
    return json;
  }

  /** The status says too how long it is valid. */
  @Override
  protected ObjectNode render(Stored<Certificate> stored) {
    ObjectNode json = super.render(stored);
    Validity validity = Validity.of(stored.value(), Instant.now());
    json.withObject("/status")
        .put("validity", validity.state().text())
        .put("daysLeft", validity.daysLeft());
    return json;
  }

  @Override
  protected Status status(Stored<Certificate> stored) {
    return replication.status(stored);
  }
}
