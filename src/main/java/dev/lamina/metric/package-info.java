/**
 * What each layer does to its features: measures of features and weights, and what theory predicts for them.
 *
 * <p>{@link dev.lamina.metric.FeatureMeter} and {@link dev.lamina.metric.WeightMeter} plan their memory, queue all
 * their work on the device and read one packed matrix of results; what is left is arithmetic on small matrices in
 * double. {@link dev.lamina.metric.Theory} holds the results against what can be predicted exactly.
 */
package dev.lamina.metric;
