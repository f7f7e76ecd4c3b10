"""What the program says to whoever started it, by its exit code."""

EXIT_TROUBLE = 1  # it could not be done; a sentence says why
EXIT_USAGE = 2  # the command line or the settings are wrong
