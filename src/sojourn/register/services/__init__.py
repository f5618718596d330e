"""What happens: one module for each part of the programme's life. Each act is one transaction, one event at least, and
leaves nothing half done.
"""
