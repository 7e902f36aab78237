/** What a person sees of a running suite. */
package io.sluice.deploy.status;
