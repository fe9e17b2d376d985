"""The filters that are deployed in an account."""
