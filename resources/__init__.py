"""What is not code: fonts, icons, styles, translations, sounds. Found wherever the package is installed."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Where a resource lies on disk; raises FileNotFoundError, naming it, if the installation lacks it."""
    found = ROOT.joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"resource missing from this installation: {'/'.join(parts)}")
    return found
