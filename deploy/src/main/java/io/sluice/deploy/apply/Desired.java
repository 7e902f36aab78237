package io.sluice.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object that a file asks for.
 *
 * @param key its identity
 * @param spec its fields, every default filled in
 * @param yaml where it stands
 */
record Desired(Key key, ObjectNode spec, Yaml yaml) {}
