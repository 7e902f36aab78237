package io.sluice.gateway.table;

import io.sluice.contracts.model.Action;
import io.sluice.gateway.modification.Changes;
import java.util.List;
import java.util.UUID;

/** What is done with a request. */
public sealed interface Decision {
  /** See {@link NotFound}. */
  Decision NOT_FOUND = new NotFound();

  /** See {@link Ambiguous}. */
  Decision AMBIGUOUS = new Ambiguous();

  /** See {@link TooLong}. */
  Decision TOO_LONG = new TooLong();

  /**
   * Forwards to one of the backend services. Services with weight 0 are left out. A service may be
   * unknown (its owner's state is older): the choice then falls on the others.
   *
   * @param shares the choices; empty when all had weight 0
   * @param stickySeconds 1-604800 s in which a client keeps to its choice; 0: not at all
   */
  record Forward(List<Share> shares, int stickySeconds) implements Decision {
    /** A forward that chooses anew for each request. */
    public Forward(List<Share> shares) {
      this(shares, 0);
    }
  }

  /**
   * One choice of a forward.
   *
   * @param serviceId the backend service
   * @param weight 1-256
   */
  record Share(UUID serviceId, int weight) {}

  /**
   * Answers with a redirect.
   *
   * @param redirect as configured
   */
  record Redirect(Action.Redirect redirect) implements Decision {}

  /**
   * Answers from the gateway itself.
   *
   * @param response as configured
   */
  record Fixed(Action.FixedResponse response) implements Decision {}

  /** No rule takes it, and there is no default action: 404. */
  record NotFound() implements Decision {}

  /** Its path can be read in two ways that different rules take: 400. */
  record Ambiguous() implements Decision {}

  /** What its rule makes of its request target would be too long: 414. */
  record TooLong() implements Decision {}

  /**
   * Does something with a request that is changed on the way.
   *
   * @param decision what is done; never another of this kind
   * @param changes what is changed
   */
  record Modified(Decision decision, Changes changes) implements Decision {}
}
