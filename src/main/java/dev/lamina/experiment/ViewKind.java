package dev.lamina.experiment;

/** Which views of the features are made, {@code metrics.views}; {@code UMAP} is both. */
public enum ViewKind { NONE, PCA, UMAP }
