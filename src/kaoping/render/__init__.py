"""Data to text: no decisions are made here, only wording and layout."""
