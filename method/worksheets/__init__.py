"""The checklists and questionnaires of the guides as data: read, checked, and looked up. See docs/werkbladen.md."""

from method.worksheets.load import Broken, library, load_file, problems
from method.worksheets.model import Column, Item, Note, Option, Step, Worksheet

__all__ = ["Broken", "Column", "Item", "Note", "Option", "Step", "Worksheet", "library", "load_file", "problems"]
