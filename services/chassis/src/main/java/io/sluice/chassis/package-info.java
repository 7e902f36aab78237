/** What every service of the suite stands on. */
package io.sluice.chassis;
