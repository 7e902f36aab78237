/**
 * The cookies by which clients keep to what was chosen for them: their keys, their seal, their
 * place in fields of requests and answers. Pure: text in, text out.
 */
package io.sluice.gateway.persistence;
