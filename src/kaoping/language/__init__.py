"""The language: official sentences and rule files, from text to meaning."""
