/** Who may call: the management token. */
package io.sluice.chassis.auth;
