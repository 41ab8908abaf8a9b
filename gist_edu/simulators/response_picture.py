"""The scans as a drawing: discs as large as the lesions and as grey as their density, baseline and now side by side."""

from gist_edu.models import portable
from gist_edu.simulators import response_ask, shapes
from gist_edu.simulators.blocks import figure

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

GAP, HEAD, FOOT = 10, 24, 40
LARGEST_RADIUS, SMALLEST_RADIUS = 62, 3
WINDOW = (-25, 125)  # HU shown as black and as white: a narrow window, so that a fall of density can be seen
LIVER_HU, AROUND_HU = 100, 5  # what stands around a lesion in the drawing: enhanced liver, or fat and gut
HEADS = {"base": "Baseline", "mid": "In between", "now": "Now"}


def shade(hu: float) -> int:
    """The grey of a density in percent, 0 black to 100 white."""
    share = (hu - WINDOW[0]) * 100 / (WINDOW[1] - WINDOW[0])
    return int(max(4, min(96, share)) + 0.5)


def figure_of(state: "Json") -> "Json":
    """All lesions on all scans, at one scale."""
    parts = response_ask.parts(state)
    width = (shapes.WIDTH - GAP * (len(parts) - 1)) / len(parts)
    scale = _scale(state, parts, width)
    drawn: list[Json] = []
    y: float = HEAD
    for column, part in enumerate(parts):
        drawn.append(shapes.label(column * (width + GAP) + width / 2, 15, HEADS[part], None, "middle", True))
    for place in range(state["count"]):
        height = 2 * _widest(state, parts, place) * scale + 2 * GAP
        for column, part in enumerate(parts):
            box = (column * (width + GAP), y, width, height)
            drawn = drawn + _panel(state, part, place, box, scale)
        y = y + height + FOOT
    return figure("picture", "The scans, drawn to one scale", summary(state), (shapes.WIDTH, int(y)), drawn, [])


def summary(state: "Json") -> str:
    """What the drawing shows, in a sentence."""
    told = []
    for place in range(state["count"]):
        now = _measure(state, "now", place)
        told.append(response_ask.name_of(state, place) + ": " + _measure(state, "base", place) + " at baseline, "
                    + now + " now")
    return "; ".join(told) + ". Darker means a lower density. A drawing, not a scan."


def _measure(state: "Json", part: str, place: int) -> str:
    end = "." + portable.fmt(place)
    size = state["values"][part + end]
    if size == 0:
        return "gone"
    density = portable.shortest(state["values"][part + "_hu" + end], 1) + " HU"
    return response_ask.size_of(state, part + end) + ", " + density


def _widest(state: "Json", parts: "list[str]", place: int) -> float:
    return max([state["values"][part + "." + portable.fmt(place)] for part in parts]) / 2


def _scale(state: "Json", parts: "list[str]", width: float) -> float:
    """Units of the drawing for a millimetre of radius, the same for all lesions."""
    widest = max([_widest(state, parts, place) for place in range(state["count"])])
    return min(LARGEST_RADIUS, width / 2 - GAP) / max(widest, 1)


def _panel(
    state: "Json", part: str, place: int, box: "tuple[float, float, float, float]", scale: float
) -> "list[Json]":
    """One lesion on one scan."""
    end = "." + portable.fmt(place)
    size, hu = state["values"][part + end], state["values"][part + "_hu" + end]
    x, y, radius = box[0] + box[2] / 2, box[1] + box[3] / 2, size / 2 * scale
    around = LIVER_HU if state["values"]["organ" + end] == "liver" else AROUND_HU
    drawn = [_grey(shapes.rect(box), around)]
    if size > 0:
        drawn.append(_grey(shapes.circle(x, y, max(radius, SMALLEST_RADIUS)), hu))
    if part == "now" and place == 0:
        drawn = drawn + _nodule(state, x, y, radius) + _new(state, box)
    lines = _measure(state, part, place).split(", ")
    for number, words in enumerate(lines):
        drawn.append(shapes.label(x, box[1] + box[3] + 15 + 15 * number, words, None, "middle"))
    return drawn


def _grey(shape: "Json", hu: float) -> "Json":
    shape["shade"], shape["line"] = shade(hu), "none"
    return shape


def _nodule(state: "Json", x: float, y: float, radius: float) -> "list[Json]":
    if state["values"]["nodule"] == "none" or radius <= 0:
        return []
    share = 0.34 if state["values"]["nodule"] == "growing" else 0.24
    return [_grey(shapes.circle(x + radius * 0.45, y - radius * 0.4, max(radius * share, 3)), WINDOW[1])]


def _new(state: "Json", box: "tuple[float, float, float, float]") -> "list[Json]":
    """A new lesion, or one that may be new, in a corner."""
    if state["values"]["new"] == "no":
        return []
    spot = _grey(shapes.circle(box[0] + 14, box[1] + 14, 8), 15 if state["values"]["new"] == "unclear" else 75)
    spot["line"] = "dashed"
    return [spot]
