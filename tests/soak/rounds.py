"""How long a soak test goes on, and from which seed: `MINUTES=` of `make soak`, and `SEED=` to repeat one."""

from __future__ import annotations

import os
import random
import secrets

ROUNDS_A_MINUTE = 3
ROUNDS_OF_A_SLICE = 2


def soak_rounds() -> int:
    """Thirty, unless MINUTES says otherwise."""
    return max(1, round(ROUNDS_A_MINUTE * float(os.environ.get("MINUTES", "10"))))


def seeded(name: str) -> random.Random:
    """Chance with a seed that is printed, so that it can be given again."""
    seed = int(os.environ.get("SEED") or secrets.randbelow(2**32))
    print(f"\n{name}: SEED={seed}")
    return random.Random(seed)
