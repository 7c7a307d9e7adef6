"""What the processes of one server count together. Each thing has two makes: for one process, and for several."""
