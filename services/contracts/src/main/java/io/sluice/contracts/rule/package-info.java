/** What the owner of rules and those that obey them have to understand alike. */
package io.sluice.contracts.rule;
