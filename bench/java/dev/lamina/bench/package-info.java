/** JMH benchmarks of the hot paths, and the check that what is timed here and elsewhere computes the same. */
package dev.lamina.bench;
