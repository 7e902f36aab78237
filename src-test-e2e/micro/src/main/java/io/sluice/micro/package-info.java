/** The gateway's pure parts measured alone, by JMH: {@code ./sluice bench --micro}. */
package io.sluice.micro;
