"""Keep: a run of reports with all it takes to make the same bytes again, and what has changed since."""

from cakupan.editions.audit import Audit, audit
from cakupan.editions.figures import differing, reported, restated
from cakupan.editions.gate import hold_restated
from cakupan.editions.making import differences, made_with
from cakupan.editions.names import belongs
from cakupan.editions.store import Store

__all__ = [
    "Audit",
    "Store",
    "audit",
    "belongs",
    "differences",
    "differing",
    "hold_restated",
    "made_with",
    "reported",
    "restated",
]
