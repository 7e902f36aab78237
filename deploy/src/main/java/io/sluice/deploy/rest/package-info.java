/** The client of the management API. */
package io.sluice.deploy.rest;
