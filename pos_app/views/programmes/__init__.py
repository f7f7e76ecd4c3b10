"""The Programmes page."""
