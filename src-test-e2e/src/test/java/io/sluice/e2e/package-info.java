/** End-to-end tests of the packaged suite, through its processes, ports and files only. */
package io.sluice.e2e;
