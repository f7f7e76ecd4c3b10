"""The printer's and the receipt's parts of the Settings page."""
