"""What can be wrong with an office, one part of the document in each file."""
