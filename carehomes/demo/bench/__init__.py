"""What the pages cost with all of England loaded, against the bare SQL of the same data and an empty page (docs/performance.md).

Rooms say what to measure in their module `bench`: pages (`pages.measures_page`) and other work (`works.measures_work`).
"""
