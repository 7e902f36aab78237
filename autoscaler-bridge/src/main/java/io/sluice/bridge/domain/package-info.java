/** Signatures, secrets and events. Pure: no framework, no clock. */
package io.sluice.bridge.domain;
