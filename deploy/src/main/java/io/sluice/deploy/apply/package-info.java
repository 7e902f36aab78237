/** Declarative files: read, compared with what is there, carried out. */
package io.sluice.deploy.apply;
