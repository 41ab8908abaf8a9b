"""Random plays of the variant reader: lines typed letter by letter, picked, pressed on the map, bad ones among them."""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import variant as reader
from gist_edu.simulators import variant_map, variant_read
from parity.odd import FREE_EVENTS, NEW, ODD

DATA = bundle.data("variant")
LINES = [entry["text"] for entry in DATA["variant"]["lines"]]
TYPED = [
    *LINES,
    "KIT exon 11 p.V559D c.1676T>A",
    "PDGFRA c.2525A>T",
    "KIT K642E",
    "KIT exon 11 deletion 557-558",
    "delV559_560",
    "KIT p.(Val560del), VAF 34%",
    "KIT L576P + D820Y",
    "BRAF p.V600E",
    "SDHB loss",
    "ETV6::NTRK3 fusion",
    "KIT exon 11 + V654A",
    "KIT V559D + V654A VUS",
    "KIT p.V559A, in blood",
    "KIT/PDGFRA wild type, SDHB retained",
    "KIT WT, PDGFRA WT, BRAF V600E",
    "4:55593579 T>A",
    "KIT r.1669del",
    "KIT p.A829P",
    "PDGFRA p.N659K",
    "Ｖ559Ｄ",
    "KIT p.V559D\u200b – heterozygous",
    "<b>KIT</b>",
    "😀",
    "x" * 900,
]
CHOICES: dict[str, list[Any]] = {
    "line": [*(entry["id"] for entry in DATA["variant"]["lines"]), "own", "moon"],
    "gene": ["", "KIT", "PDGFRA", "BRAF"],
    "zoom": [*(zoom["value"] for zoom in variant_map.ZOOMS), "moon"],
    "look_up": [True, False],
    "expect": [entry["value"] for entry in variant_read.EXPECT],
    "confidence": ["guess", "fairly", "sure"],
}
COMMIT = [{"type": "set", "id": "confidence", "value": "fairly"}, {"type": "press", "id": "commit"}]
PRESS = ["commit", "offer.0", "offer.1", "offer.7", "track.KIT.11", "track.PDGFRA.18", "track.KIT.2", "track.BRAF.1"]


def play(rng: random.Random) -> dict[str, Any]:
    events: list[Any] = []
    for _ in range(rng.randrange(2, 4)):
        events += _line(rng) + _guess(rng) + [_event(rng) for _ in range(rng.randrange(1, 4))]
    options = {"text": rng.choice([*TYPED, *ODD]), "gene": rng.choice(CHOICES["gene"])} if rng.random() < 0.4 else {}
    return {"simulator": "variant", "bundle": "variant", "options": options, "opened": NEW, "events": events}


def _line(rng: random.Random) -> list[Any]:
    """A line that is picked, or typed in two steps with the pause that ends the typing."""
    if rng.random() < 0.3:
        return [{"type": "set", "id": "line", "value": rng.choice(CHOICES["line"])}]
    text = rng.choice(TYPED)
    typed = [text[: rng.randrange(len(text) + 1)], text, text][: rng.randrange(1, 4)]
    return [{"type": "set", "id": "text", "value": value} for value in typed]


def _guess(rng: random.Random) -> list[Any]:
    dice = rng.random()
    if dice < 0.2:
        return COMMIT if dice < 0.06 else []
    return [{"type": "set", "id": "expect", "value": rng.choice(CHOICES["expect"])}, *COMMIT]


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.08:
        return rng.choice(FREE_EVENTS)
    if dice < 0.12:
        return {"type": "reset"}
    if dice < 0.3:
        return {"type": "restore", "state": _saved(rng)}
    if dice < 0.5:
        return {"type": "press", "id": rng.choice(PRESS)}
    key = rng.choice([*CHOICES, "text"])
    fits = CHOICES.get(key, TYPED)
    return {"type": "set", "id": key, "value": rng.choice(fits if rng.random() < 0.8 else ODD)}


def _saved(rng: random.Random) -> Any:
    """A state as a link or file could bring it: sound, or with one field tampered with, or no state at all."""
    state: Any = reader.init(DATA, {})
    for event in [*_line(rng), *_guess(rng)]:
        state = reader.update(DATA, state, event)
    state = json.loads(json.dumps(state))
    dice = rng.random()
    if dice < 0.45:
        state[rng.choice([*sorted(state), "__proto__"])] = rng.choice(ODD)
    elif dice < 0.5:
        state = rng.choice(ODD)
    return state
