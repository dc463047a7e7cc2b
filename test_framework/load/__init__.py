"""Many users at once: when they speak, and how soon they are heard."""
