"""What pages, exports and other rooms read about residents."""

from carehomes.residents.queries.in_home import Change, Changes, Listed, find_in_home, residents_of, since

__all__ = ["Change", "Changes", "Listed", "find_in_home", "residents_of", "since"]
