"""The Settings page: its parts, one at a time."""
