/** What is probed, how an answer is judged, and when a state flips. Pure: no socket, no clock. */
package io.sluice.health.domain;
