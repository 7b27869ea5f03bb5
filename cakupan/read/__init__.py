"""Take in what was handed in, as it is, believing nothing of it yet."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cakupan.read.folder import read
else:

    def __getattr__(name: str) -> object:
        """Load the folder's reader when it is asked for: the child process that opens files starts without it."""
        if name == "read":
            from cakupan.read.folder import read

            return read
        raise AttributeError(name)


__all__ = ["read"]
