/** The backends of the example. */
package io.sluice.deploy.demo;
