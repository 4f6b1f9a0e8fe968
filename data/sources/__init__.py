"""Readers of official files. Everything is hostile until it has been parsed."""
