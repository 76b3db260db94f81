package dev.lamina.cli;

import picocli.CommandLine.Command;

/** {@code lamina data}: the data sets that Lamina can bring. */
@Command(name = "data", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = {"Lists and fetches well-known data sets.",
        "They lie in $$LAMINA_DATA, else in lamina under $$XDG_DATA_HOME or ~/.local/share, each in a folder of its"
            + " name."},
    subcommands = {DataListCommand.class, DataFetchCommand.class})
final class DataCommand {}
