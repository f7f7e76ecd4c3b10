"""The page on which somebody signs in."""
