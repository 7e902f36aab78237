/**
 * REST of the suite: token, body limits, strict bodies, problem+json, ETag, paging, merge patch.
 *
 * <p>A service writes for each kind a class of one annotation and one method:
 *
 * <pre>{@code
 * @Path("/api/v1/virtual-server-groups")
 * public class VirtualServerGroupApi extends ResourceApi<VirtualServerGroup> {
 *   protected VirtualServerGroup read(Fields in, UUID id, VirtualServerGroup before) {
 *     return new VirtualServerGroup(id, in.name(), in.description());
 *   }
 *   …
 * }
 * }</pre>
 *
 * <p>{@link io.sluice.chassis.api.Fields} reads a body and notes every wrong field; an immutable
 * field is compared with {@code before} and noted by {@link io.sluice.chassis.api.Fields#wrong}.
 * Other resources throw {@link io.sluice.chassis.problem.ProblemException}; {@link
 * io.sluice.chassis.api.ProblemMappers} answers it and everything else.
 */
package io.sluice.chassis.api;
