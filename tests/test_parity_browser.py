"""The shipped runtime in Chromium and CPython show the same views for the same events."""
from __future__ import annotations

import json
import random
from typing import Any

import browser
import pytest
from parity import reader_plays, risk_plays, sequences
from playwright.sync_api import Page

from gist_edu._site import bundle
from gist_edu.simulators import session

PLAYS, QUESTIONS = 60, "quiz.07"
# Each play begins with somebody new, whatever the play before has kept: as if another tab had deleted everything.
PLAY = """async play => {
  localStorage.clear();
  dispatchEvent(new StorageEvent("storage", { key: null }));
  const sim = document.createElement("gist-sim");
  sim.setAttribute("name", play.simulator);
  sim.dataset.bundle = play.bundle;
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


def plays_of(simulator: str) -> list[sequences.Play]:
    """As the page can send them: numbers are all of one kind in JavaScript, and an event is always an object.

    The question player is played with the questions of lesson 07, because the site has no other bundles than its own.
    """
    rng = random.Random(20261123)
    if simulator == "risk":
        found = [risk_plays.play(rng) for _ in range(PLAYS)]
    else:
        data = bundle.data(QUESTIONS)
        found = [reader_plays.quiz_play(rng, QUESTIONS, data) for _ in range(PLAYS // 2)]
    for play in found:
        play["opened"] = risk_plays.NEW
        for key in ("options", "events"):
            play[key] = json.loads(json.dumps(play[key]), parse_int=float)
        play["events"] = [event for event in play["events"] if isinstance(event, dict)]
    return found


def here(play: sequences.Play) -> list[Any]:
    """The views in CPython, without the state and what was to be kept."""
    return sequences.views(play, bundle.data(play["bundle"]))[:-2]


@pytest.mark.parametrize("simulator", ["risk", "quiz"])
def test_generated_plays_show_equal_views_in_both_runtimes(
    page: Page, origin: str, simulator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_kept", dict(session._kept))
    page.goto(f"{origin}/{browser.LESSON}")
    browser.Board(page).ready()
    compared = committed = 0
    plays = plays_of(simulator)
    for place, play in enumerate(plays):
        views, there = here(play), page.evaluate(PLAY, play)
        assert len(views) == len(there) == len(play["events"]) + 1
        for turn, (one, other) in enumerate(zip(views, there, strict=True)):
            different = sequences.first_difference(one, other)
            assert different is None, f"play {place}, after event {turn}: {different}\n{json.dumps(play)}"
            compared += 1
            committed += any(block["kind"] == "feedback" for block in one["blocks"])
    assert compared >= 5 * len(plays)
    assert committed >= compared / 4, "many views must lie behind the commit"
