"""What a reader reads for a word of the tables."""

from collections.abc import Mapping

from cakupan.message import Message, message

PRECISIONS: Mapping[str, Message] = {
    "exact": message("exact"),
    "rounded": message("rounded"),
    "implied": message("implied, not published"),
    "rate": message("rate without counts"),
    "undated": message("without a day"),
}

STATUSES: Mapping[str, Message] = {
    "open": message("not begun"),
    "running": message("under way"),
    "done": message("done"),
}

SECTORS: Mapping[str, Message] = {
    "all": message("all sectors"),
    "transport": message("transport"),
    "other": message("other sectors"),
}
