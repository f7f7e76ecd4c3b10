"""The Reconcile page."""
