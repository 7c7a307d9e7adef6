"""The web designer: admin, versions, publishing."""
