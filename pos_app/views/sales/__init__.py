"""The Sales page's widgets."""
