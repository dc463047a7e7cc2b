"""What a person sees and does, by accessible role and name. A page never asserts."""
