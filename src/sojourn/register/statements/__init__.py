"""Statements in the database's own language, for what runs at every crossing; all else goes through the models.

Working out the SQL of a queryset costs several times what running it does. What is asked here is asked hundreds of
times a second, so that its SQL stands written: one module for each thing that is asked or added, named for it, in the
same words for SQLite and PostgreSQL but for the few that differ (see `engine`). Nothing in here decides or checks: who
calls does.
"""
