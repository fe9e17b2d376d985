"""The command line: one folder per command. Only this package prints and exits."""

from __future__ import annotations

__all__ = ["COMMANDS"]

COMMANDS: dict[str, str] = {
    "test": "Test whether events match a pattern, and explain why not.",
    "filter": "Print the events that match a pattern (grep for events).",
    "check": "Validate patterns and warn about likely mistakes.",
    "explain": "Describe patterns in plain English.",
    "compare": "Compare what two patterns match.",
    "diff": "Show what filters start or stop matching after a change.",
    "example": "Print events to try a pattern with.",
    "build": "Write patterns for changes in a DynamoDB table.",
    "generate": "Print filters in the format of a deployment tool.",
    "estimate": "Estimate what a filter saves, from a sample of the traffic.",
    "verify": "Compare pipefilter's verdicts with those of AWS.",
    "capture": "Print records from a live source, as a pipe or a rule sees them.",
    "deployed": "Check deployed filters, or find those that match a record.",
    "lsp": "Answer an editor in the Language Server Protocol.",
    "serve": "Serve TestEventPattern for any AWS SDK, and a web UI.",
    "patterns": "List the ready-made patterns, or print one.",
    "completion": "Print the script for completion with TAB in a shell.",
}
"""Each command, in the order of `--help`; the module of its name is imported only when it runs."""
