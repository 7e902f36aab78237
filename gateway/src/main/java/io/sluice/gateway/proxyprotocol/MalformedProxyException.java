package io.sluice.gateway.proxyprotocol;

/** Bytes that cannot become a header of PROXY protocol any more. */
public final class MalformedProxyException extends Exception {
  private static final long serialVersionUID = 1;

  private final ProxyFlaw flaw;

  /** Says why. It has no stack trace: a client can cause it as often as it likes. */
  public MalformedProxyException(ProxyFlaw flaw) {
    super(flaw.name(), null, false, false);
    this.flaw = flaw;
  }

  /** What is wrong. */
  public ProxyFlaw flaw() {
    return flaw;
  }
}
