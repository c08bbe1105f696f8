"""The editor's pages: signing in, and reviewing what was read; the only pages that know who is looking at them."""
