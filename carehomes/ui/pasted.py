"""Signs that come along when people paste a number or a code from a web page, a letter or a spreadsheet."""

import re

DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212]")
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
