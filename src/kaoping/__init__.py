"""Kaoping (考评): official Chinese evaluation rubrics, executed as written."""

__version__ = "0.1.0"
