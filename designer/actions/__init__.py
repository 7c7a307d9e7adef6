"""What people and programs change by the designer: one class an action, with who may do it and what the audit log says.

Reads are in `designer.selectors`.
"""
