"""The shipped runtime in Chromium and CPython show the same views for the same events."""
from __future__ import annotations

import json
from typing import Any

import browser
import pytest
from parity import sequences
from playwright.sync_api import Page

PLAYS = 60
PLAY = """async play => {
  const sim = document.createElement("gist-sim");
  sim.setAttribute("name", "risk");
  sim.dataset.options = JSON.stringify(play.options);
  sim.innerHTML = '<div class="gist-mount"></div>';
  document.querySelector("gist-sim").after(sim);
  sim.scrollIntoView();
  for (let tries = 0; sim.dataset.gistReady !== "1"; tries++) {
    if (tries > 1000) throw new Error("the simulator does not answer");
    await new Promise(done => setTimeout(done, 5));
  }
  const views = [sim.view];
  for (const event of play.events) views.push(await sim.send(event));
  sim.remove();
  return views;
}"""


@pytest.fixture(scope="module")
def plays() -> list[sequences.Play]:
    """As the page can send them: numbers are all of one kind in JavaScript, and an event is always an object."""
    found = json.loads(json.dumps(sequences.sequences(20261123, PLAYS)), parse_int=float)
    for play in found:
        play["events"] = [event for event in play["events"] if isinstance(event, dict)]
    return list(found)


def test_generated_plays_show_equal_views_in_both_runtimes(page: Page, origin: str, plays: list[Any]) -> None:
    page.goto(f"{origin}/{browser.WELCOME}")
    browser.Board(page).ready()
    compared = committed = 0
    for place, play in enumerate(plays):
        here, there = sequences.views(play)[:-1], page.evaluate(PLAY, play)
        assert len(here) == len(there) == len(play["events"]) + 1
        for turn, (one, other) in enumerate(zip(here, there, strict=True)):
            different = sequences.first_difference(one, other)
            assert different is None, f"play {place}, after event {turn}: {different}\n{json.dumps(play)}"
            compared += 1
            committed += any(block["id"] == "feedback" for block in one["blocks"])
    assert compared >= 5 * PLAYS
    assert committed >= compared / 3, "most views must lie behind the commit"
