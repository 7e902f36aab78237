/** Commands that measure the suite; their numbers stand in {@code docs/performance.md}. */
package io.sluice.e2e.measure;
