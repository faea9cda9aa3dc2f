"""The check-in form as data: sections, questions and conditions of a version, and what is typed under them. Pure, no query."""
