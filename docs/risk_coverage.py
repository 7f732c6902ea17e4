"""The baselines' risk-coverage curves → docs/risk-coverage.svg: of so many questions answered, the surest first, how
many answers are wrong.

    python docs/risk_coverage.py
"""

import json
from pathlib import Path

DOCS = Path(__file__).parent
SETS = {"seeds": ("two news articles", "#1f6f5c"), "notes": ("a household's files", "#b4571a")}
LEFT, TOP, WIDTH, HEIGHT = 60, 20, 420, 240


def place(coverage: float, risk: float) -> str:
    return f"{LEFT + WIDTH * coverage:.1f},{TOP + HEIGHT * (1 - risk):.1f}"


def text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" {more}>{words}</text>'


def main() -> None:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 30} {TOP + HEIGHT + 60}" '
        'font-family="system-ui, sans-serif" font-size="13" fill="#444">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<path d="M{place(0, share)} L{place(1, share)}" stroke="#ddd"/>')
        parts.append(text(LEFT - 8, TOP + HEIGHT * (1 - share) + 4, f"{share:.0%}", 'text-anchor="end"'))
        parts.append(text(LEFT + WIDTH * share, TOP + HEIGHT + 18, f"{share:.0%}", 'text-anchor="middle"'))
    for row, (name, (title, colour)) in enumerate(SETS.items()):
        curve = json.loads((DOCS.parent / f"eval/baselines/{name}.json").read_text("utf-8"))["curve"]["points"]
        path = " L".join(place(coverage, risk) for coverage, risk in curve)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts.append(text(LEFT + 14, TOP + 20 + 20 * row, title, f'style="fill: {colour}"'))
    middle = 'text-anchor="middle"'
    parts.append(text(LEFT + WIDTH / 2, TOP + HEIGHT + 42, "questions answered, the surest first", middle))
    turned = f'transform="translate(16 {TOP + HEIGHT / 2}) rotate(-90)" {middle}'
    parts.append(text(0, 0, "answers that are wrong", turned))
    (DOCS / "risk-coverage.svg").write_text("\n".join([*parts, "</svg>", ""]), "utf-8")


if __name__ == "__main__":
    main()
