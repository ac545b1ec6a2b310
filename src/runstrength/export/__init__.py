"""What carries sessions away: `export.calendar` to a calendar, `export.fit` to a watch. Needs the extra `export`."""
