"""Draw the icon of the VS Code extension: events on the left, a filter, and the one that matches on the right."""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

__all__ = ["icon"]

ICON = Path(__file__).parents[1] / "editors" / "vscode" / "icon.png"
_SIZE = 128
_SAMPLES = 3
"""Per pixel and direction, for smooth edges."""
_Color = tuple[int, int, int, int]
_NONE: _Color = (0, 0, 0, 0)
_GROUND: _Color = (24, 38, 56, 255)
_EVENT: _Color = (122, 139, 160, 255)
_FILTER: _Color = (236, 240, 245, 255)
_MATCH: _Color = (255, 153, 0, 255)
_DOTS = ((22, 34, _EVENT), (22, 64, _MATCH), (22, 94, _EVENT), (106, 64, _MATCH))
_RADIUS = 9
_CORNER = 22


def icon() -> bytes:
    """The icon, as PNG."""
    rows = b"".join(b"\0" + b"".join(bytes(_pixel(x, y)) for x in range(_SIZE)) for y in range(_SIZE))
    header = struct.pack(">IIBBBBB", _SIZE, _SIZE, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _pixel(x: int, y: int) -> _Color:
    """The mean of the colors in a pixel, each weighted with how opaque it is."""
    colors = [_color(*place) for place in _places(x, y)]
    opacity = sum(color[3] for color in colors)
    if not opacity:
        return _NONE
    red, green, blue = (sum(color[part] * color[3] for color in colors) // opacity for part in range(3))
    return red, green, blue, opacity // len(colors)


def _places(x: int, y: int) -> Iterator[tuple[float, float]]:
    for column in range(_SAMPLES):
        for row in range(_SAMPLES):
            yield x + (column + 0.5) / _SAMPLES, y + (row + 0.5) / _SAMPLES


def _color(x: float, y: float) -> _Color:
    if not _is_on_ground(x, y):
        return _NONE
    for left, top, color in _DOTS:
        if (x - left) ** 2 + (y - top) ** 2 <= _RADIUS**2:
            return color
    return _FILTER if _is_in_funnel(x, y) else _GROUND


def _is_on_ground(x: float, y: float) -> bool:
    """Whether a place is in the square with rounded corners."""
    across, down = (max(_CORNER - place, place - (_SIZE - _CORNER), 0) for place in (x, y))
    return across**2 + down**2 <= _CORNER**2


def _is_in_funnel(x: float, y: float) -> bool:
    """Whether a place is in the funnel, which lies on its side: wide on the left, then a tube."""
    half = 34 - (x - 40) * 0.8 if x < 74 else 7
    return 40 <= x <= 92 and abs(y - _SIZE / 2) <= half


if __name__ == "__main__":
    ICON.write_bytes(icon())
    sys.exit(0)
