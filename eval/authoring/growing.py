"""A questions file that grows by one line at a time, each valid and written at once.

A process that is killed loses nothing but the line that it was writing.
"""

import os
from pathlib import Path

from eval.questions.schema import DatasetError, Record, parse


def ids_in(path: Path) -> set[str]:
    """The ids of the questions in a file; none where there is no file. A last line that is torn off is taken away.

    Raises DatasetError with the file and the line of the first damage found.
    """
    if not path.exists():
        return set()
    _mend(path)
    ids = set()
    for number, line in enumerate(_whole(path), start=1):
        try:
            ids.add(parse(line).id)
        except DatasetError as error:
            raise DatasetError(f"{path}, line {number}, {error}") from error
    return ids


def add(record: Record, path: Path) -> None:
    """Write one line to the end of a file, and see that it is on the disk.

    Raises DatasetError where the record contradicts itself.
    """
    line = parse(record.model_dump_json(exclude_defaults=True)).model_dump_json(exclude_defaults=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def _whole(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: expected UTF-8, found {error.reason}. Save it as UTF-8.") from error
    return text.removesuffix("\n").split("\n") if text else []


def _mend(path: Path) -> None:
    """End the last line, or take it away where it is only the beginning of one."""
    data = path.read_bytes()
    last = data[data.rfind(b"\n") + 1 :]
    if not last:
        return
    try:
        parse(last.decode())
    except (DatasetError, UnicodeDecodeError):
        os.truncate(path, len(data) - len(last))
    else:
        with path.open("ab") as file:
            file.write(b"\n")
