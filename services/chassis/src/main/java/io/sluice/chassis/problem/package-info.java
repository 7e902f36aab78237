/**
 * What is wrong with a request, as plain data. Pure: the one part of the chassis, beside ids, that
 * a service's domain may use.
 */
package io.sluice.chassis.problem;
