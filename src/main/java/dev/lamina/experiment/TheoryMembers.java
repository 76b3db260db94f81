package dev.lamina.experiment;

/** Which members are held against theory, {@code metrics.theory}. */
enum TheoryMembers { FIRST, ALL }
