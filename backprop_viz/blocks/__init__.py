"""Parts of a graph that go by one name."""
