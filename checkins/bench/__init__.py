"""What `make bench` measures of check-ins: pages, the week's generation, saving, sweeps, a thousand people at once."""

from checkins.bench import coordinators, generating, pages, saving, sweeping, work

__all__ = ["coordinators", "generating", "pages", "saving", "sweeping", "work"]
