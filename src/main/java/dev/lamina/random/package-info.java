/** Random numbers addressed by index, the same on every device. */
package dev.lamina.random;
