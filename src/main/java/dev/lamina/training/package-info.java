/**
 * Training: gradient descent on an ensemble of networks, with schedules, a stop rule and checkpoints.
 *
 * <p>{@link dev.lamina.training.Trainer} is the way in. A step is recorded once and replayed: it allocates nothing,
 * reads nothing back and waits for nothing. Epochs and steps are counted from 0, and the loss at step t is that of the
 * weights W_t before the step.
 */
package dev.lamina.training;
