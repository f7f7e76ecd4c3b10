"""Colours, sizes, fonts, icons and motion, all from the one token file in `resources/look`."""
