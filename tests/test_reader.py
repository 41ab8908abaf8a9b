"""The variant reader's bundle holds what the reader shows, and leaves out what only others read."""

from __future__ import annotations

import json
import re

import yaml

from gist_edu import _reader
from gist_edu._data import addresses, entry
from gist_edu._ledger import DATA as DATA_FOLDER
from gist_edu._site import bundle
from gist_edu._types import Json
from gist_edu.simulators import variant as reader

DATA = bundle.data("variant")


def whole() -> Json:
    """The reader's files as they are on disk, with every text of the ledger they name."""
    files = {name: yaml.safe_load((DATA_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
             for name in ("variant", "genes", "variants", "drugs")}
    return {**files, "ev": {address: entry(address, source) for address, source in addresses("variant").items()}}


def test_the_reader_shows_the_same_with_the_whole_files() -> None:
    files = whole()
    lines = [one["text"] for one in DATA["variant"]["lines"]]
    for text in [*lines, "KIT V559D + V654A", "KIT/PDGFRA wild type, SDHB lost", "ETV6-NTRK3", "KIT p.T670I VUS"]:
        look_up = {"type": "set", "id": "look_up", "value": True}
        state = reader.update(files, reader.init(files, {"text": text}), look_up)
        assert reader.view(DATA, state) == reader.view(files, state), text


def test_what_is_left_out_was_there_and_is_gone() -> None:
    files = whole()
    for path, fields in _reader.NOT_SHOWN:
        for field in fields:
            assert any(field in one for one in _reader._entries(files, path)), (path, field)
            assert not any(field in one for one in _reader._entries(DATA, path))


def test_every_link_of_the_data_has_its_text_and_no_text_is_without_a_link() -> None:
    named = set(re.findall(r"\]\(ev:([^)?\s]+)", json.dumps({key: DATA[key] for key in DATA if key != "ev"})))
    assert named == set(DATA["ev"])
    assert set(DATA["ev"]["sdhb_ihc"]) == {"text", "short"}


def test_the_board_of_drugs_keeps_its_groups_and_means() -> None:
    drugs = bundle.data("drugs")["drugs"]
    assert drugs["groups"]
    assert all(kind["means"] for kind in drugs["kinds"])
