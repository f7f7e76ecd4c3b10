"""The Payouts page."""
