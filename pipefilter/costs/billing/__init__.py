"""What AWS bills for traffic."""
