"""Running Voxloom as several programs. It starts the other packages as programs and imports none of them."""
