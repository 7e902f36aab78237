/**
 * The command line of Sluice: {@code cli} holds one class a command, {@code suite} what a local
 * suite consists of, {@code supervisor} the process that keeps it running, {@code apply}
 * declarative files, {@code status} what a person sees of a running suite, {@code rest} the
 * management API's client.
 */
package io.sluice.deploy;
