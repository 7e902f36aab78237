/** The product's model as other services see it: immutable values, owned by one service each. */
package io.sluice.contracts.model;
