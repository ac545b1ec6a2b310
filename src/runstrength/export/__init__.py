"""What carries sessions away: to a calendar (`export.calendar`) and to a watch (`export.fit`); needs the extra `export`."""
