"""From a described situation to advised directions, by rules that are data. Plain functions, no tables.

`situation` reads what a team found, `reading` reads the rules, `evaluate.advise` puts them together, `output` writes
the result down. The rules come as an argument: the shipped ones, or the copy that an admin edited.
"""
