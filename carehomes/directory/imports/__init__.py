"""Reading the published registers: CQC's care homes and ratings, NHS ODS's organisations, the local authorities.

A file is copied as it lies into a temporary table (`staging`), judged there by rules that are data (`problems`), compared with
the register as a whole (`homes`, `organisations`, `relationships`) and written, all in one transaction (`run`). What was
rejected or repaired, and what is new, changed, moved or closed, comes back as a `report.Report`.
"""
