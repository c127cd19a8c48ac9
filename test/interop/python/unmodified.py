"""Compares every file of the installed package with the hashes that the released wheel records."""

import base64
import hashlib
from importlib.metadata import distribution

from scenario import say

package = distribution("alter-sdk")
hashed = [file for file in package.files or [] if file.hash is not None]


def digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def record() -> str:
    """The wheel's own rows: an installer adds rows of its own, and writes them in its own order."""
    rows = sorted(f"{file},{file.hash.value}" for file in hashed if str(file).startswith("alter_sdk/"))
    return digest("\n".join(rows).encode())


say("version", package.version)
say("changed", [str(file) for file in hashed if digest(file.read_binary()) != file.hash.value])
say("files", record())
