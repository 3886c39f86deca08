"""The parts of the site, each written into its folder."""
