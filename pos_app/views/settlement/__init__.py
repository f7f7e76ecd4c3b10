"""The settlement page."""
