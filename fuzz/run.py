"""Fuzz a reader: ``python fuzz/run.py contract|document|formula|readers SECONDS`` (with atheris).

What breaks a promise is written to ``.fuzz_cache/found``; its smallest form becomes a test.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".fuzz_cache"
sys.path.insert(0, str(ROOT))

try:
    import atheris
except ImportError:
    sys.exit("fuzzing needs atheris, of which there is a wheel for Python 3.11 on Linux only")

with atheris.instrument_imports(include=["wholeplace"]):
    from fuzz import readers, seeds, targets
    from fuzz.mutate import mutated


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Change an input by its words and lines, or leave it to libFuzzer to change its bytes."""
    chance = Random(seed)  # noqa: S311 - libFuzzer says what is chance here
    if chance.random() < 1 / 4:
        return bytes(atheris.Mutate(data, max_size))
    text = mutated(targets.text_of(data), chance, chance.choice([1, 1, 2, 4]))
    return text.encode("utf-8", "surrogatepass")[:max_size]


def main() -> None:
    """Fuzz one target for some seconds."""
    name, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "60"  # noqa: PLR2004
    target, inputs = {
        "contract": (targets.any_contract, [seeds.SMALL]),
        "document": (targets.any_document, [f"\0{text}" for text in seeds.documents()]),
        "formula": (targets.any_formula, seeds.formulas()),
        "readers": (readers.any_file, readers.seeds()),
    }[name]
    corpus, found = CACHE / name, CACHE / "found"
    seeds.write_seeds(corpus, (x if isinstance(x, bytes) else x.encode() for x in inputs))
    seeds.write_dictionary(CACHE / "tokens.dict")
    found.mkdir(exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        f"-dict={CACHE / 'tokens.dict'}",
        f"-artifact_prefix={found}/{name}-",
        "-max_len=4000",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], target, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
