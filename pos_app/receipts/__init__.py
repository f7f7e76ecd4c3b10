"""Receipts: pure lines of fixed width, and where they are kept."""
