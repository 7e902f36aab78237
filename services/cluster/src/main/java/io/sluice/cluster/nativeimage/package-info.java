/** What a native executable needs to know of JGroups; used by the native build only. */
package io.sluice.cluster.nativeimage;
