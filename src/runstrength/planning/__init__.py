"""Plans to train by: a week of sessions on their days, and a season of weeks.

`Recommendations.week` lays a week; `runstrength.plan` makes a season. Both ask the same rules as `recommend` does, with
the facts of the hour at which a session would lie.
"""
