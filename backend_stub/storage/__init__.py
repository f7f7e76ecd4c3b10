"""Where the books are kept: tables, set statements, the two engines, the writer, migrations."""
