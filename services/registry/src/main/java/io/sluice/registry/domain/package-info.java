/** Rules of the registry. Pure. */
package io.sluice.registry.domain;
