/**
 * What a device can do: memory, matrices, and the operations on them. Nothing here knows of a network.
 *
 * <p>{@link dev.lamina.device.Device} is the one interface that the rest of Lamina computes through; the packages below
 * this one implement it.
 */
package dev.lamina.device;
