"""A whole England to measure with: the real register where its file is given, and invented people in every home.

Domains add what is theirs (`loaders`). Everything follows from the seed, home by home: a home gets the same residents whether it is
loaded alone or with all others.
"""
