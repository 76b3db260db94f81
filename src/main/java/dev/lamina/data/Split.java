package dev.lamina.data;

/**
 * A training and a test set.
 *
 * @param train what to train on
 * @param test what to evaluate on
 */
public record Split(Dataset train, Dataset test) {}
