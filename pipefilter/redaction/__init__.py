"""Records with their values masked so that samples can be shared: names, types, lengths and equality stay."""

from __future__ import annotations

from pipefilter.redaction.record_redaction import Redaction, redaction_key

__all__ = ["Redaction", "redaction_key"]
