"""The Sell page."""
