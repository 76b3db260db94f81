/**
 * Networks: what their layers are, their parameters on a device, initial values, and the forward pass.
 *
 * <p>Weights are numbered from 1 to L and features from 0 (the input) to L (the output), as in the paper:
 * {@code H_0 = X}, {@code H_l = phi_l(BN_l(W_l H_{l-1} + b_l))}. Nothing here knows of training.
 */
package dev.lamina.network;
