"""The running programme: the people, firms, agencies, applications, permits and crossings of a real labour trial.

Nothing in here knows a rule: terms, fees, limits, sectors and penalties are asked of `policy`, at the day of the act.
"""
