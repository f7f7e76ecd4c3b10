"""The camera's part of the Settings page."""
