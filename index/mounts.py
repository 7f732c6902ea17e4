"""Which sources an index is of, and whether the disks that they were on are there.

An empty folder may be one whose files were deleted, or one on which a disk is not mounted. In the second
case it lies on another device than when it held documents, and they are not forgotten.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from index.files import Found, Problem
from index.names import escape
from index.roots import Root, Roots


def not_mounted(found: Found, roots: Roots, known: str) -> Iterator[Problem]:
    """Roots that are empty now and lie on another device than when they held documents."""
    devices = dict(json.loads(known or "[]"))
    for root in roots.roots:
        was, now = devices.get(_place(root)), Path(root.folder).stat().st_dev
        if root.prefix in found.empty and was not in (None, now):
            reason = "the folder is empty, and the disk that it was on is not there"
            yield Problem(root.prefix.rstrip("/") or root.folder, reason, root.prefix)


def roots_text(roots: Roots) -> str:
    """The roots, each with its device, for the catalog."""
    known = [(_place(root), Path(root.folder).stat().st_dev) for root in roots.roots]
    return json.dumps(known + [(_place(root), None) for root in roots.missing])


def _place(root: Root) -> str:
    return escape(str(Path(root.folder, *sorted(root.names))))
