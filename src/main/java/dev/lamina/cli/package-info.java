/** The command {@code lamina}: one class per subcommand. */
package dev.lamina.cli;
