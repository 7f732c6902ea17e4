"""Change files of every format at random, read them and cut them into passages, for so many seconds in all.

    python docs/experiments/fuzz_loaders.py 600

The files are those of tests/samples, texts in many encodings among them, and the parts of those that are
archives are changed, too: bytes overwritten, doubled, repeated a thousand times, taken out, and dictionary
words put in. Reported for each format: how many files gave a text, how many a reason, how many broke or
hung, the longest time, the most memory of the reading child. A file that broke it is kept in the folder
that is printed.
"""

import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/samples")]
import encoded_texts  # noqa: E402
import sample_files  # noqa: E402

from index.chunking import chunk  # noqa: E402
from index.datatypes import Document, DocumentError  # noqa: E402
from index.embedding import BUNDLED, load_embedder  # noqa: E402
from index.loaders.registry import HARMLESS, LOADERS  # noqa: E402
from index.loaders.sandbox import extract  # noqa: E402
from index.opening import CHUNK_TOKENS  # noqa: E402

SLOW = 3
"""Seconds; a file that takes longer is kept, too."""

# fmt: off
WORDS = (
    b"<table>", b"</div>", b"<tr><td colspan=9999>", b"&#0;", b"]]>", b"<!--", b"<![CDATA[", b"/Kids[1 0 R]",
    b"stream\n", b"\xff\xfe", b"\0" * 64, b"9" * 400, b'"', b"[[[[", b"{" * 99, b"=?utf-16?b?//8=?=",
    b"Content-Type: multipart/mixed\n", b"xmlns:a='b'", b"-2147483648", b"1e999", b"\r", b".. include:: x\n",
    b"/Length 99999999", b"../../", b"\xed\xa0\x80",
)
# fmt: on


def changed(data: bytes, chance: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at, length = chance.randrange(len(content) or 1), chance.choice([1, 1, 2, 8, 64, 1024])
        piece = bytes(content[at : at + length])
        match chance.randrange(6):
            case 0:
                content[at : at + length] = chance.randbytes(length)
            case 1:
                content[at:at] = piece
            case 2:
                content[at:at] = piece * chance.choice([10, 1000])
            case 3:
                del content[at : at + length]
            case 4:
                content[at:at] = chance.choice(WORDS) * chance.choice([1, 1, 100])
            case _:
                content[at : at + 1] = bytes([content[at] ^ (1 << chance.randrange(8))]) if content else b""
    return bytes(content)


def changed_inside(data: bytes, chance: random.Random) -> bytes:
    """An archive with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        victim = chance.choice(old.namelist())
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, changed(content, chance) if part == victim else content)
    return out.getvalue()


def memory() -> float:
    """MiB of the reading children."""
    children = psutil.Process().children()
    return max((child.memory_info().rss / 2**20 for child in children if child.is_running()), default=0.0)


def samples() -> list[sample_files.Sample]:
    """Of each format at least one; of plain text and Markdown one for each encoding."""
    plain = [
        sample_files.Sample(f"{language}{suffix}", text.encode(encodings[0]), ())
        for suffix, texts in ((".txt", encoded_texts.TEXTS), (".md", encoded_texts.UNSEEN))
        for language, (text, encodings) in texts.items()
    ]
    made = [make() for make in sample_files.ALL]
    return [*made, *random.Random(0).sample(plain, min(len(plain), 10))]


def read(suffix: str, data: bytes) -> None:
    """What indexing does with a file before it is embedded."""
    found = LOADERS[suffix](data) if suffix in HARMLESS else extract(suffix, data)
    document = Document("id", f"name{suffix}", "", found.text, "", "", found.pages, found.headings)
    chunk(document, token_spans=load_embedder(BUNDLED).token_spans, max_tokens=CHUNK_TOKENS)


def fuzz(seconds: float, seed: int) -> None:
    chance, kept = random.Random(seed), Path(tempfile.mkdtemp(prefix="fuzz-"))
    files = samples()
    unseen = LOADERS.keys() - {Path(file.name).suffix for file in files}
    assert not unseen, f"no sample of {unseen}"
    counts: dict[str, Counter[str]] = {}
    longest: Counter[str] = Counter()
    most: Counter[str] = Counter()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        sample = chance.choice(files)
        suffix = sample.name[sample.name.index(".") :]
        inside = sample.data.startswith(b"PK") and chance.random() < 0.8
        data = (changed_inside if inside else changed)(sample.data, chance)
        began = time.perf_counter()
        try:
            read(suffix, data)
            outcome = "text"
        except DocumentError as error:
            broke = re.search("broke the reader|longer than|of memory", str(error))
            outcome = broke[0] if broke else "reason"
        except Exception as error:
            outcome = f"{type(error).__name__}: {error}"
        took = time.perf_counter() - began
        if took > SLOW or outcome not in ("text", "reason"):
            (kept / f"{sum(map(Counter.total, counts.values()))}{suffix}").write_bytes(data)
        counts.setdefault(suffix, Counter())[outcome] += 1
        longest[suffix] = max(longest[suffix], took)  # type: ignore[assignment]
        most[suffix] = max(most[suffix], memory())  # type: ignore[assignment]
    print("| format | files | text | reason | broke, hung or swelled | longest, s | most, MiB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for suffix, found in sorted(counts.items()):
        bad = {outcome: count for outcome, count in found.items() if outcome not in ("text", "reason")}
        print(
            f"| {suffix} | {found.total()} | {found['text']} | {found['reason']} | {bad or 0} "
            f"| {longest[suffix]:.2f} | {most[suffix]:.0f} |"
        )
    print(f"what broke, or took long, is in {kept}")


if __name__ == "__main__":
    fuzz(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
