"""Isnad: political news articles in, linked data with its chain of attribution out."""

__version__ = "0.1.0"
