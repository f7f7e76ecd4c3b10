"""The pieces pages are built of, each a small file."""
