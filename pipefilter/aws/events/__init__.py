"""EventBridge's `TestEventPattern`."""
