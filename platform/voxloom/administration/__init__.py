"""The administration as a whole: its look and its policy, what leads where, and its first page.

What is looked after there stands in the `admin.py` of each app.
"""
