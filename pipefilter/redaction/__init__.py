"""Masks the values of records, so that samples can be shared: names, types, lengths and equality are preserved."""

from __future__ import annotations

from pipefilter.redaction.record_redaction import Redaction, redaction_key

__all__ = ["Redaction", "redaction_key"]
