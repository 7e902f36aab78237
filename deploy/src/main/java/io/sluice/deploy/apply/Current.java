package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object that is there.
 *
 * @param key its identity
 * @param id its id
 * @param path its path in REST
 * @param spec its fields in the form in which both sides are compared
 * @param draining whether it is a target that has been deregistered and finishes what runs
 */
record Current(Key key, String id, String path, ObjectNode spec, boolean draining) {}
