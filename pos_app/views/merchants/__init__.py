"""The Merchants page."""
