/**
 * The items of a reproduction, one for each group of the paper's figures and claims, and what their claims are made of.
 * {@link dev.lamina.reproduce.item.Items} has them by name.
 */
package dev.lamina.reproduce.item;
