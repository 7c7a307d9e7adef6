"""Knowledge: documents are read, cut into passages and searched, and a question is answered in their words."""
