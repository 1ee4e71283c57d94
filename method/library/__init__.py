"""The library of practice examples: records as data, searching, comparing, and ranking beside the advice. No tables.

Every function takes its records as an argument: the shipped ones, or the copies that an admin edited.
"""
