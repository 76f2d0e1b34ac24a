"""Command-line tools of the repository; each is small pure functions under a thin command line."""
