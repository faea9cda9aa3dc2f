"""What `make bench` measures of check-ins: pages, the week's generation, saving. Each registers itself."""

from checkins.bench import generating, pages, saving

__all__ = ["generating", "pages", "saving"]
