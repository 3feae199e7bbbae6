"""Two specialists lead one diagnostic interview with one person, conclude together, and sign one document."""
