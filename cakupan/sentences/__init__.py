"""Say what the figures say: headline, findings, titles and alt texts, computed and never canned."""

from cakupan.sentences.slides import write_slides
from cakupan.sentences.write import write_sentences

__all__ = ["write_sentences", "write_slides"]
