/** The packaged suite as a user has it: processes, ports, REST. */
package io.sluice.e2e.suite;
