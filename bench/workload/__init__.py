"""Queries as analysts ask them of a news graph, put to Isnad and to its peers in one run."""
