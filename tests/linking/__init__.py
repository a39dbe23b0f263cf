"""同一事项: a commitment that stands in two plans."""
