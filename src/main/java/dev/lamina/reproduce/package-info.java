/**
 * The paper's figures and claims, one {@link dev.lamina.reproduce.Item} for each group of them: experiments from
 * packaged configurations, run as ensembles over seeds, and a {@link dev.lamina.reproduce.Verdict} for each claim.
 *
 * <p>An item runs in a {@link dev.lamina.reproduce.Lab} and judges {@link dev.lamina.reproduce.Ensemble}s, which are
 * plain numbers; what it looks for is a function of those alone.
 */
package dev.lamina.reproduce;
