package dev.lamina.experiment;

/**
 * What a run was asked for and could not find; all else was found.
 *
 * @param what such as "the check against theory"
 * @param why in a line
 */
public record Gap(String what, String why) {}
