"""Reads patterns from the templates of deployment tools."""
