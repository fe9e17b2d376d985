"""The command line: one folder a command. The only room that prints and exits."""

from __future__ import annotations

__all__ = ["COMMANDS"]

COMMANDS: dict[str, str] = {
    "test": "Say whether events match a pattern, and why not.",
    "filter": "Print the events of much traffic that match; grep for events.",
    "check": "Say whether patterns are valid, and what was probably not meant.",
    "explain": "Put patterns in plain words.",
    "build": "Write patterns for what changed in a DynamoDB table.",
    "generate": "Print filters for the tool that deploys them: CDK, SAM, Terraform, ...",
    "estimate": "Say what a filter saves in dollars, by a sample of the traffic.",
    "verify": "Compare our verdicts with those of AWS.",
    "capture": "Take samples from live streams, queues and logs.",
    "deployed": "Check the filters that are deployed, or ask which takes a record.",
    "serve": "Serve TestEventPattern for any AWS SDK, and a page for people.",
    "patterns": "List the ready patterns, or print one.",
}
"""Each command, in the order of `--help`; the module of its name is imported only when it runs."""
