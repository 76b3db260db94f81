/**
 * Brings well-known data sets onto this machine: {@link dev.lamina.data.fetch.Catalogue} knows them,
 * {@link dev.lamina.data.fetch.Fetcher} gets their files from the first place that has them, checked, whole or not at
 * all.
 */
package dev.lamina.data.fetch;
