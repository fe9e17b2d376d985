"""Fixes of problems that an editor offers: only those that are certain, each checked by `certainty` before it is offered."""

from __future__ import annotations

from pipefilter.editing.fixes.document_fixes import fixes
from pipefilter.editing.fixes.fix import Edit, Fix, edited

__all__ = ["Edit", "Fix", "edited", "fixes"]
