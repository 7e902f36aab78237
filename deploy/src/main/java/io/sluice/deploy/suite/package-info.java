/** What a local suite consists of: ports, folders, programs, settings. */
package io.sluice.deploy.suite;
