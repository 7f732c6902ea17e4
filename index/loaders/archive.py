"""Zip archives, which .docx, .pptx, .xlsx and .epub are: refused where they would inflate."""

import io
import zipfile

from index.datatypes import DocumentError

MAX_UNPACKED = 512 * 2**20
_MOST_PARTS = 50_000
_OLE = b"\xd0\xcf\x11\xe0"


def open_archive(data: bytes, format_name: str) -> zipfile.ZipFile:
    """The archive. Raises DocumentError where it is none, is encrypted, or unpacks to too much.

    The sizes that it states can be relied on: zipfile reads no more of a part than it states.
    """
    if data.startswith(_OLE):
        raise DocumentError(f"it is protected by a password, or of an older format; save it as {format_name} without.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DocumentError(f"it is no {format_name} file, or a damaged or cut-off one ({error}).") from error
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentError("it is protected by a password; save it without.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or len(parts) > _MOST_PARTS:
        raise DocumentError(
            f"it unpacks to {unpacked / 2**20:,.0f} MiB in {len(parts):,} parts, "
            f"the limits are {MAX_UNPACKED // 2**20} MiB and {_MOST_PARTS:,}; split it."
        )
    return archive
