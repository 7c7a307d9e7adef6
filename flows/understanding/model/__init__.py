"""Understanding by a language model: what it is asked, what of its answer counts, when it is asked at all."""
