"""Widgets only: they show a state and say what a person wishes. Nothing here thinks about money."""
