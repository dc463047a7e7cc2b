"""Commands behind the Makefile. They set up, run and show; they test nothing themselves."""
