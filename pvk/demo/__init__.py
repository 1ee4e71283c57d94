"""Voorbeeldstad: a fictitious municipality in which every screen has something to show."""
