"""What a document consists of, in what order, and which parts of it there is something for."""

from cakupan.sections.report import SECTIONS, Section, sections
from cakupan.sections.slides import DECISIONS, FUNDS, SLIDES, Part, Slide, farthest, parts, paying, slides, without

__all__ = [
    "DECISIONS",
    "FUNDS",
    "SECTIONS",
    "SLIDES",
    "Part",
    "Section",
    "Slide",
    "farthest",
    "parts",
    "paying",
    "sections",
    "slides",
    "without",
]
