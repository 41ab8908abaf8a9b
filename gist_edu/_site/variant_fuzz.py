"""Strings for the parser of variant names: real spellings, the same with faults, and noise, from a seed.

Whatever is typed, the parser answers with a result or with ``VariantError``; ``surprises`` collects everything else.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from gist_edu.models import hgvs
from gist_edu.models.hgvs_words import ONE, THREE
from gist_edu.variants import gene_models

SPELLINGS = (
    "p.{a}{n}{b}", "{a}{n}{b}", "p.({A}{n}{B})", "{A}{n}{B}", "p.{a}{n}_{b}{m}del", "{A}{n}_{B}{m}del{A}{B}",
    "p.{a}{n}_{b}{m}delins{b}{a}", "p.{a}{n}_{b}{m}ins{b}{a}", "{a}{n}_{b}{m}dup", "{a}{b}{n}-{m}dup",
    "del {a}{b} {n}-{m}", "codon {n}_{m} deletion", "exon 11 deletion {n}-{m}", "{a}{n}>{b}{a}", "p.{a}{n}fs*12",
    "p.{a}{n}*", "p.{a}{n}=", "p.{a}{n}?", "c.{c}A>T", "c.{c}_{d}del", "c.{c}_{d}dup", "c.{c}_{d}delinsTTG",
    "c.{c}_{d}insGAT", "c.{c}-2A>G", "c.{c}+1_{d}+4del", "chr4:g.5559{n}T>A", "4 5515{n} C G", "{a}{n}{b} + {b}{m}{a}",
    "{a}{n}{b}, VAF 34%, c.{c}A>T", "no mutation at {n}", "exon {e} mutation", "r.{c}a>u", "{a}{n}", "{n}_{m}ins{a}",
    "{a}{n}delE", "X{n}_splice", "{a}{n}del{b}ins",
)  # fmt: skip
GENES = (
    "KIT ", "PDGFRA ", "", "KIT:", "NM_000222.3:", "NP_006197.1:", "NM_001093772:", "BRAF ", "c-KIT exon 9 ", "XYZ1 ",
)  # fmt: skip
PIECES = (" ", "del", "ins", "dup", "exon 11 ", "not detected ", "+", "_")
NOISE = "pcdelinsupfg.()[]{}<>_-+*=?%/;:,&|~#@!\"'\\ 0123456789ACDEFGHIKLMNPQRSTVWYXacgt\n\té–→αΔＶ５😀\u0000\u200b"


def strings(seed: int, count: int) -> Iterator[str]:
    """``count`` strings, the same for the same seed."""
    rng = random.Random(seed)
    for number in range(count):
        text = _name(rng)
        if number % 3:
            text = _damaged(rng, text)
        if number % 50 == 0:
            text = "".join(rng.choice(NOISE) for _ in range(rng.randint(0, 40)))
        yield text * (400 if number % 5000 == 0 else 1)


def _name(rng: random.Random) -> str:
    first = rng.choice((rng.randint(0, 1200), rng.randint(410, 580), rng.randint(640, 850)))
    last = first + rng.choice((0, 1, 1, 3, 5, 30, -2))
    gene, residues = _true_residues(rng, first, last)
    values = {"a": residues[0], "b": residues[1], "n": first, "m": last, "c": 3 * first, "d": 3 * last + 2}
    values |= {"A": THREE[ONE.index(residues[0])], "B": THREE[ONE.index(residues[1])], "e": rng.randint(0, 30)}
    return (gene + rng.choice(SPELLINGS)).format(**values)


def _true_residues(rng: random.Random, first: int, last: int) -> tuple[str, tuple[str, str]]:
    """Mostly the residues that are there, so that many names get past the comparison."""
    gene = rng.choice(GENES)
    sequence = gene_models()["genes"][1 if "PDGFRA" in gene or "NP_0061" in gene else 0]["sequence"]
    if rng.random() < 0.2 or min(first, last) < 1 or max(first, last) > len(sequence):
        return gene, (rng.choice(ONE), rng.choice(ONE))
    return gene, (sequence[first - 1], sequence[last - 1])


def _damaged(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(1, 3)):
        place = rng.randint(0, len(text))
        kind = rng.randint(0, 4)
        if kind == 0:
            text = text[:place] + text[place + 1 :]
        elif kind == 1:
            text = text[:place] + rng.choice(NOISE) + text[place:]
        elif kind == 2:
            text = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
        elif kind == 3:
            text = text.upper() if rng.random() < 0.5 else text.lower()
        else:
            text = text[:place] + rng.choice(PIECES) + text[place:]
    return text


def surprises(seed: int, count: int) -> tuple[list[str], int]:
    """(strings that raise anything but ``VariantError``, number of strings read)."""
    genes, found, read = gene_models(), [], 0
    for number, text in enumerate(strings(seed, count)):
        try:
            hgvs.parse(genes, text, ("KIT", "PDGFRA", None)[number % 3])
            read += 1
        except hgvs.VariantError as error:
            if len(str(error)) < 20:
                found.append(f"{text!r}: {error}")
        except Exception as error:  # what must not happen is what is looked for
            found.append(f"{text!r}: {type(error).__name__}: {error}")
    return found, read
